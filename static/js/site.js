// What HTML, CSS and HTMX cannot do: remember the theme before the first paint, copy code, move focus after a swap,
// close notes with Escape, say what went wrong.
const root = document.documentElement;
root.classList.add("js");
const store = (value) => {
  try {
    if (value) localStorage.setItem("theme", value);
    return localStorage.getItem("theme");
  } catch {
    return null; // storage is refused
  }
};
const chosen = store();
if (chosen) root.dataset.theme = chosen;

document.addEventListener("click", async ({ target }) => {
  if (target.closest("[data-theme-switch]")) {
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = (root.dataset.theme || (dark ? "dark" : "light")) === "dark" ? "light" : "dark";
    store(root.dataset.theme);
  }
  const button = target.closest(".copy");
  if (button) {
    const code = button.parentElement.querySelector("code");
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(code); // no clipboard without TLS
      button.textContent = "Selected";
    }
    setTimeout(() => (button.textContent = "Copy"), 2000);
  }
});

document.addEventListener("htmx:afterSettle", ({ target }) => {
  const next = target.matches("[data-focus]") ? target : target.querySelector("[data-focus]");
  next?.focus();
});

document.addEventListener("keydown", ({ key }) => root.classList.toggle("shut", key === "Escape"));
document.addEventListener("mouseover", () => root.classList.remove("shut"));

const say = (text) => {
  const status = document.getElementById("status");
  status.textContent = text;
  status.className = text ? "toast" : "visually-hidden";
};
document.addEventListener("htmx:beforeRequest", () => say(""));
document.addEventListener("htmx:sendError", () => say("The network is gone. Nothing was saved. Try again."));
document.addEventListener("htmx:responseError", () => say("That did not work. Load the page again and retry."));
