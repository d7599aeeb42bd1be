// In the form of a question: put what is chosen in the panel where the person last typed.
let field = null;
document.addEventListener("focusin", ({ target }) => {
  if (!target.matches("[data-insert-into]")) return;
  field = target.id;
  document.getElementById("insert")?.classList.toggle("takes-keys", target.dataset.insertInto !== "text");
});
document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-insert]");
  if (!button) return;
  const into = document.getElementById(field) ?? document.querySelector("[data-insert-into]");
  const takes = into.dataset.insertInto;
  const before = takes === "keys" && into.value.trim() ? ", " : "";
  const text = before + (takes === "text" ? button.dataset.insert : button.dataset.key);
  into.setRangeText(text, into.selectionStart, into.selectionEnd, "end");
  into.focus();
  into.dispatchEvent(new Event("input", { bubbles: true }));
});

// In a long list of boxes to tick: show those that hold every word typed above it, and those that are ticked.
document.addEventListener("input", (event) => {
  if (!event.target.matches("[data-narrow]")) return;
  event.stopPropagation(); // it is no part of the form: nothing is previewed for it
  const words = event.target.value.toLowerCase().split(/\s+/);
  for (const label of event.target.closest("fieldset").querySelectorAll("label")) {
    const text = label.textContent.toLowerCase();
    label.hidden = !label.querySelector("input").checked && !words.every((word) => text.includes(word));
  }
}, { capture: true });

// What is pasted from a word processor into a Markdown text: its bullets and its tables stay what they are.
function markdown(pasted) {
  const isRow = (line) => line.includes("\t");
  const isItem = (line) => /^\s*[\u2022\u00b7\u25aa\u25e6\u2023]\s+/.test(line);
  const kindOf = (line) => (isItem(line) ? "item" : isRow(line) ? "row" : "text");
  const made = [];
  let before = "";
  for (const line of pasted.replace(/\r\n?/g, "\n").split("\n")) {
    const kind = kindOf(line);
    if (made.length && made.at(-1) !== "" && line !== "" && kind !== before) made.push("");
    const cells = line.split("\t").map((cell) => cell.trim().replaceAll("|", "\\|"));
    if (kind === "item") made.push(line.replace(/^\s*\S\s+/, "- "));
    else made.push(kind === "row" ? `| ${cells.join(" | ")} |` : line);
    if (kind === "row" && before !== "row") made.push(`|${" --- |".repeat(cells.length)}`);
    before = kind;
  }
  return made.join("\n");
}
document.addEventListener("paste", (event) => {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!event.target.matches("textarea[data-insert-into=text]") || !/[\t\u2022\u00b7\u25aa\u25e6\u2023]/.test(text)) return;
  event.preventDefault();
  document.execCommand("insertText", false, markdown(text)); // so that it can be undone
});
