const root = document.documentElement;
const on = (types, act) => types.split(" ").forEach((type) => document.addEventListener(type, act));

// The server reads the cookie, so that a page comes in its theme; Django's admin reads the storage.
const wear = (theme) => {
  document.cookie = `theme=${theme};path=/;max-age=31536000;samesite=lax`;
  localStorage.theme = root.dataset.theme = theme;
};
try {
  if (localStorage.theme) wear(localStorage.theme);
} catch {} // refused

on("click", async ({ target }) => {
  if (target.closest("[data-theme-switch]")) wear(getComputedStyle(root).colorScheme === "dark" ? "light" : "dark");
  const button = target.closest(".copy");
  if (!button) return;
  const code = button.nextElementSibling;
  button.textContent = "Copied";
  try {
    await navigator.clipboard.writeText(code.textContent);
  } catch {
    getSelection().selectAllChildren(code); // without TLS
    button.textContent = "Selected";
  }
  setTimeout(() => (button.textContent = "Copy"), 2000);
});

// Pages fetch htmx when it is reached for.
let script;
const reach = (event) => {
  const source = document.querySelector("[name=htmx]");
  const { target, type } = event;
  if (!source || ![target, target.form].some((part) => part?.closest("[hx-get], [hx-post]"))) return;
  if (type === "click") {
    if (!target.closest("a, button")) return; // a box acts by itself, and then changes
    event.preventDefault();
  }
  script ||= Object.assign(document.createElement("script"), { src: source.content });
  script.onerror = (error) => (script = tell(error));
  script.addEventListener("load", () => {
    source.remove();
    target.dispatchEvent(new event.constructor(type, event));
  });
  const put = () => source.after(script); // on a page that is parsed and not loaded yet htmx would never begin
  document.readyState === "complete" ? put() : addEventListener("load", put);
};
on("pointerover focusin input change click", reach);

on("htmx:afterSettle", ({ target }) => (target.closest("[data-focus]") || target.querySelector("[data-focus]"))?.focus());
on("keydown mouseover", ({ key }) => root.classList.toggle("shut", key === "Escape"));

const tell = ({ type }) => {
  document.querySelector("#status").textContent =
    /error/i.test(type) ? "Nothing was saved. Check the network and try again." : "";
};
on("htmx:beforeRequest htmx:sendError htmx:responseError", tell);
