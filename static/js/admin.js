// In the form of a question: put what is chosen in the panel where the person last typed.
let field = null;
document.addEventListener("focusin", ({ target }) => {
  if (target.matches("[data-insert-into]")) field = target.id;
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
