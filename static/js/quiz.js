// While a question is open: keys, what the page says about saving, and the clock. The server keeps answers and time.
const say = (text) => {
  const status = document.getElementById("saved");
  if (status) status.textContent = text;
};
const isForm = (event) => event.target.closest("[data-answer-form]");
let isUnsaved = false;

document.addEventListener("htmx:beforeRequest", (event) => {
  if (!isForm(event)) return;
  isUnsaved = false;
  say("Saving…");
});
document.addEventListener("htmx:sendError", (event) => {
  if (!isForm(event)) return;
  isUnsaved = true;
  say("Not saved: the network is gone. Your answer is still here, and is saved when the network is back.");
});
addEventListener("online", () => {
  if (isUnsaved) document.querySelector("[data-saves]")?.dispatchEvent(new Event("change"));
});
document.addEventListener("htmx:responseError", (event) => isForm(event) && say("Not saved: the server could not take it. Try again."));
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  // A stale or late save answers with the whole question: put it where the question stands.
  if (detail.xhr.status === 409) {
    detail.target = document.getElementById("question");
    detail.swapOverride = "outerHTML";
  }
});

document.addEventListener("keydown", (event) => {
  const form = document.querySelector("[data-answer-form]");
  const isField = event.target.matches("input:not([type=radio], [type=checkbox])");
  const isTyping = isField || event.target.matches("textarea, select");
  if (!form || event.repeat || event.altKey || event.ctrlKey || event.metaKey) return;
  const options = form.querySelectorAll("[name=answer]:is([type=radio], [type=checkbox])");
  const goesOn = isField ? form.contains(event.target) : !isTyping && !event.target.closest("a, button, summary");
  if (event.key === "Enter" && goesOn) {
    event.preventDefault();
    form.querySelector("[data-next]")?.click();
  } else if (isTyping) return;
  else if (/^[1-9]$/.test(event.key)) options[event.key - 1]?.click();
  else if (event.key.toLowerCase() === "f") form.querySelector("[data-flag]")?.click();
});

// What a clock showed when it came onto the page, and when that was: each question brings a clock of its own.
const begun = new WeakMap();
const GRACE = 11; // seconds after the end in which the server still takes an answer that is on its way
const two = (number) => String(number).padStart(2, "0");
const clockText = (seconds) => {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${hours ? `${hours}:${two(minutes)}` : minutes}:${two(seconds % 60)}`;
};
const tick = () => {
  const clock = document.querySelector("[data-seconds-left]");
  if (!clock) return;
  if (!begun.has(clock)) begun.set(clock, performance.now());
  const left = clock.dataset.secondsLeft - (performance.now() - begun.get(clock)) / 1000;
  if (left > 0) clock.querySelector("[data-clock]").textContent = clockText(Math.floor(left));
  else clock.textContent = "Time is up. Your answers are being handed in.";
  if (left < -GRACE) location.reload(); // the server submits what is overdue
};
setInterval(tick, 1000);
document.addEventListener("htmx:afterSettle", tick);
tick();
