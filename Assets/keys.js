// Keys: what they do is fetched when the first one is pressed. Single keys can be switched off, and rest while something
// is typed.
// @ts-check

const load = () => import("./shortcuts.js");

document.addEventListener("keydown", (event) => {
  const target = /** @type {Element} */ (event.target);
  const isPalette = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k";
  if (isPalette) {
    event.preventDefault();
    void load().then(({ palette }) => palette());
    return;
  }
  const isTyping = target.matches("input:not([type=checkbox], [type=radio]), textarea, select, dialog *");
  if (isTyping || event.key.length > 1 || event.ctrlKey || event.metaKey || event.altKey || document.body.dataset.keys === "off") return;
  if (event.key === "/" && document.getElementById("search")) event.preventDefault();
  void load().then(({ press }) => press(event.key));
});

document.addEventListener("click", (event) => {
  const button = /** @type {Element} */ (event.target).closest("[data-palette], [data-keys-help]");
  if (button) void load().then((keys) => (button.matches("[data-palette]") ? keys.palette() : keys.help()));
});
