// The words that scripts say, as the page gives them.
// @ts-check

/** @param {string} key @param {string | number} [value] */
export function text(key, value = "") {
  return (document.getElementById("texts")?.dataset[key] ?? "").replace("{0}", () => String(value));
}

/** Tells screen readers something that others see. @param {string} words */
export function announce(words) {
  const region = document.getElementById("announcer");
  if (region) region.textContent = words;
}
