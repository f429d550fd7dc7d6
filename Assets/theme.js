// The switch between light and dark; the cookie tells the server, so that no page flashes.
// @ts-check
import { text } from "./texts.js";

const root = document.documentElement;
const base = document.body.dataset.base ?? "/";
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
  // What the machine says anyway needs no cookie: the page follows the machine again.
  if (next === system()) delete root.dataset.theme;
  else root.dataset.theme = next;
  const life = next === system() ? 0 : 31_536_000;
  document.cookie = `bangui-theme=${next}; Path=${base}; Max-Age=${life}; SameSite=Lax`;
  label();
});
dark.addEventListener("change", label);
label();
