// What HTML cannot do: a slider that moves the number beside it, on a scale that suits its range. The number is the field.
const STEPS = 1000;

const scaled = (field) => {
  const [least, most] = [Number(field.min), Number(field.max)];
  if (most <= 1000) return { value: (at) => least + at * (most - least), at: (value) => (value - least) / (most - least) };
  const low = Math.log10(Math.max(least, most / 1e9));
  const high = Math.log10(most);
  return { value: (at) => 10 ** (low + at * (high - low)), at: (value) => (Math.log10(value) - low) / (high - low) };
};

for (const slider of document.querySelectorAll("[data-slider]")) {
  const field = document.getElementById(slider.dataset.slider);
  const scale = scaled(field);
  const follow = () => (slider.value = field.value === "" ? 0 : STEPS * scale.at(Number(field.value)));
  slider.hidden = false;
  follow();
  field.addEventListener("input", follow);
  slider.addEventListener("input", () => {
    const value = Math.min(Math.max(scale.value(slider.value / STEPS), Number(field.min)), Number(field.max));
    field.value = Number(value.toPrecision(2));
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

// A link to a field opens the step that holds it.
const open = () => {
  const field = location.hash.startsWith("#field-") && document.getElementById(location.hash.slice(1));
  if (field) {
    field.closest("details").open = true;
    field.focus();
  }
};
addEventListener("hashchange", open);
