// The dashboard: the keys of its range; what the timeline can do is fetched when someone comes to it.
// @ts-check

const dashboard = document.getElementById("dashboard");

/** Makes the timeline one stop of the keyboard. */
function equip() {
  const timeline = /** @type {HTMLElement | null} */ (dashboard?.querySelector("[data-timeline]"));
  if (!timeline) return;
  timeline.tabIndex = 0;
  timeline.role = "application";
  timeline.ariaLabel = timeline.dataset.label ?? "";
}

equip();
dashboard?.addEventListener("fragment", equip);
for (const name of ["pointerover", "pointerdown", "focusin"]) {
  dashboard?.addEventListener(name, (event) => {
    const target = /** @type {Element} */ (event.target);
    if (target.closest("[data-map]")) void import("./map.js");
    if (!target.closest("[data-timeline]")) return;
    // It must not be renewed before the module is there.
    dashboard.dataset.hold = "";
    void import("./timeline.js");
  });
}

const menu = /** @type {HTMLDetailsElement | null} */ (document.querySelector("[data-range-menu]"));
const keys = { "[": "back", "]": "forward", "-": "wider" };

document.addEventListener("keydown", (event) => {
  const target = /** @type {Element} */ (event.target);
  // Some keyboards have the brackets on a third level.
  const isPlain = "[]".includes(event.key) || !(event.ctrlKey || event.metaKey || event.altKey);
  if (!isPlain || document.body.dataset.keys === "off") return;
  if (target.matches("input, textarea, select, dialog *")) return;
  const step = /** @type {HTMLElement | null} */ (document.querySelector(`a[data-range="${keys[/** @type {keyof keys} */ (event.key)]}"]`));
  if (event.key === "t" && menu) {
    menu.open = true;
    /** @type {HTMLElement | null} */ (menu.querySelector("a"))?.focus();
  } else if (step) {
    step.click();
  } else {
    return;
  }
  event.preventDefault();
});
