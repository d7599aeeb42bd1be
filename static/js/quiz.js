// While a question is open: keys, what the page says about saving, and the clock. The server keeps answers and time.
const find = (what) => document.querySelector(what);
const on = (name, act) =>
  document.addEventListener(name, (event) => event.target.closest("[data-answer-form]") && act(event));
let isTyped, isUnsaved, again; // something was typed since the last save was sent; a save has failed; the next try

const say = (text) => {
  if (find("#saved")) find("#saved").textContent = text;
  find("#status").textContent = ""; // what the site says of any request: once is enough
};
const save = () => find("[data-saves]")?.dispatchEvent(new Event("change"));
const fail = (why) => {
  isUnsaved = true;
  say(`Not saved: ${why}. Your answer is still here, and is sent again.`);
  again = setTimeout(save, 5000);
};

on("input", () => (isTyped = true));
on("htmx:beforeRequest", () => {
  isTyped = isUnsaved = false;
  say("Saving…");
  clearTimeout(again);
});
on("htmx:sendError", () => fail("the network is gone"));
on("htmx:timeout", () => fail("the network does not answer"));
on("htmx:responseError", ({ detail }) => {
  if (detail.xhr.status >= 500) fail("the server is in trouble");
  else say("Not saved: the server no longer knows this page. Copy what you typed and load the page again.");
});
addEventListener("online", () => isUnsaved && save());
addEventListener("beforeunload", (event) => isUnsaved && event.preventDefault());
addEventListener("pagehide", () => {
  const form = find("[data-answer-form]");
  if (!form || !(isTyped || isUnsaved)) return;
  const headers = { "HX-Request": "true" };
  fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), headers, keepalive: true });
});

// In a field Enter presses the form's first button, as it does without JavaScript.
addEventListener("keydown", (event) => {
  const { target, key } = event;
  const isTyping = target.matches("textarea, select, input:not([type=radio], [type=checkbox])");
  if (isTyping || event.repeat || event.altKey || event.ctrlKey || event.metaKey) return;
  const press = (what, number = 0) => document.querySelectorAll(`[data-answer-form] ${what}`)[number]?.click();
  if (/^[1-9]$/.test(key)) press("[name=answer]:is([type=radio], [type=checkbox])", key - 1);
  if (key === "f" || key === "F") press("[data-flag]");
  if (key !== "Enter" || target.closest("a, button, summary") || !find("[data-answer-form]")) return;
  event.preventDefault();
  press("[data-next]");
});

const GRACE = 11; // seconds after the end in which the server still takes an answer that is on its way
const tick = () => {
  const clock = find("[data-seconds-left]"); // each question brings one of its own
  if (!clock) return;
  const now = performance.now() / 1000;
  clock.end ??= now + Number(clock.dataset.secondsLeft);
  const left = clock.end - now;
  const parts = [left / 3600, (left / 60) % 60, left % 60].map((part) => String(Math.floor(part)).padStart(2, "0"));
  if (left <= 0 && isTyped) save();
  if (left > 0) clock.querySelector("[data-clock]").textContent = parts.join(":").replace(/^(00:)?0?/, "");
  else clock.textContent = "Time is up. Your answers are being handed in.";
  if (left < -GRACE) location.reload(); // the server submits what is overdue
};
setInterval(tick, 1000);
addEventListener("htmx:afterSettle", tick);
tick();
