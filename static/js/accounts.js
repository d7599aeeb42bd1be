// Passkeys fail in ways that only the browser knows: say so, in the place where site.js says what went wrong.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.getElementById("status").textContent =
    "The passkey was not used: your browser has none for this site, or you cancelled. Try again, or use another way.";
});
