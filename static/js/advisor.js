// What HTML cannot do: a slider that moves the number beside it, by powers of ten where the range is wide.
for (const slider of document.querySelectorAll("[data-slider]")) {
  const field = document.getElementById(slider.dataset.slider);
  const isWide = field.max > 1000;
  const along = isWide ? Math.log10 : Number;
  slider.max = along(field.max);
  slider.min = along(isWide ? Math.max(field.min, field.max / 1e9) : field.min);
  slider.hidden = false;
  const follow = () => (slider.value = Math.max(slider.min, along(field.value)));
  follow();
  field.addEventListener("input", follow);
  slider.addEventListener("input", () => {
    const value = isWide ? 10 ** slider.value : Number(slider.value);
    field.value = Math.max(field.min, value.toPrecision(2));
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
