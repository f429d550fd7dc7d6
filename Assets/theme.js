// The switch between light and dark; the account keeps it, so that no page flashes.
// @ts-check
import { text } from "./texts.js";

const root = document.documentElement;
const button = /** @type {HTMLElement | null} */ (document.querySelector("[data-theme-toggle]"));
const dark = matchMedia("(prefers-color-scheme: dark)");

const system = () => (dark.matches ? "dark" : "light");
const active = () => root.dataset.theme ?? system();

/** Says which theme is on, and which comes next. */
function label() {
  if (!button) return;
  const isDark = active() === "dark";
  const words = button.querySelector("[data-theme-name]");
  if (words) words.textContent = text(isDark ? "dark" : "light");
  const both = text(isDark ? "darkNext" : "lightNext");
  button.title = both;
  button.setAttribute("aria-label", both);
}

button?.addEventListener("click", () => {
  const next = active() === "dark" ? "light" : "dark";
  // What the machine says anyway is no choice: the page follows the machine again.
  if (next === system()) delete root.dataset.theme;
  else root.dataset.theme = next;
  void import("./preferences.js").then(({ choose }) => choose({ theme: root.dataset.theme ?? "system" }));
  label();
});
dark.addEventListener("change", label);
label();
