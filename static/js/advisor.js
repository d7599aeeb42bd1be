// What HTML cannot do: a slider that moves the number beside it, by powers of ten where the range is wide.
for (const slider of document.querySelectorAll("[data-slider]")) {
  const field = document.getElementById(slider.dataset.slider);
  const { least, most } = field.dataset;
  const isWide = most > 1000;
  const along = isWide ? Math.log10 : Number;
  slider.max = along(most);
  slider.min = along(isWide ? Math.max(least, most / 1e9) : least);
  slider.hidden = false;
  const follow = () => {
    const at = along(field.value.replace(",", "."));
    if (!Number.isNaN(at)) slider.value = Math.max(slider.min, at);
  };
  follow();
  field.addEventListener("input", follow);
  slider.addEventListener("input", () => {
    const value = isWide ? 10 ** slider.value : Number(slider.value);
    field.value = Math.max(least, value.toPrecision(2));
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
