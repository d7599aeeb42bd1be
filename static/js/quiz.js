// While a question is open: keys, what the page says about saving, and the clock. The server keeps answers and time.
const say = (text) => {
  const status = document.getElementById("saved");
  if (status) status.textContent = text;
  document.getElementById("status").textContent = ""; // what the site says of any request: once is enough
};
const isForm = (event) => event.target.closest("[data-answer-form]");
const SLOW = 15_000; // milliseconds until a save counts as lost
const PAUSE = 5_000; // milliseconds before it is tried again
let isTyped = false; // something was typed since the last save was sent
let isUnsaved = false; // a save has failed
let patience, again;

const save = () => document.querySelector("[data-saves]")?.dispatchEvent(new Event("change"));
const failed = (why) => {
  isUnsaved = true;
  say(`Not saved: ${why}. Your answer is still here, and is sent again.`);
  again = setTimeout(save, PAUSE);
};
const whenForm = (name, act) => document.addEventListener(name, (event) => isForm(event) && act(event));

whenForm("input", () => (isTyped = true));
whenForm("htmx:beforeRequest", (event) => {
  isTyped = isUnsaved = false;
  say("Saving…");
  clearTimeout(again);
  patience = setTimeout(() => htmx.trigger(isForm(event), "htmx:abort"), SLOW);
});
whenForm("htmx:afterRequest", () => clearTimeout(patience));
whenForm("htmx:sendError", () => failed("the network is gone"));
whenForm("htmx:sendAbort", () => failed("the network does not answer"));
whenForm("htmx:responseError", ({ detail }) => {
  if (detail.xhr.status >= 500) failed("the server is in trouble");
  else say("Not saved: the server no longer knows this page. Copy what you typed and load the page again.");
});
addEventListener("online", () => isUnsaved && save());
addEventListener("beforeunload", (event) => isUnsaved && event.preventDefault());
addEventListener("pagehide", () => {
  const form = document.querySelector("[data-answer-form]");
  if (!form || !(isTyped || isUnsaved)) return;
  const headers = { "HX-Request": "true" };
  fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), headers, keepalive: true });
});
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
  if (left <= 0 && isTyped) save();
  if (left > 0) clock.querySelector("[data-clock]").textContent = clockText(Math.floor(left));
  else clock.textContent = "Time is up. Your answers are being handed in.";
  if (left < -GRACE) location.reload(); // the server submits what is overdue
};
setInterval(tick, 1000);
document.addEventListener("htmx:afterSettle", tick);
tick();
