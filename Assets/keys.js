// Keyboard shortcuts of single keys; they can be switched off, and rest while something is typed.
// @ts-check
import { base } from "./request.js";

const help = /** @type {HTMLDialogElement | null} */ (document.getElementById("keys"));
const control = /** @type {HTMLInputElement | null} */ (document.querySelector("[data-keys-switch]"));
let isAfterG = false;

const isOn = () => document.body.dataset.keys !== "off";

control?.addEventListener("change", () => {
  document.body.dataset.keys = control.checked ? "on" : "off";
  void import("./preferences.js").then(({ choose }) => choose({ shortcuts: control.checked }));
});

document.querySelector("[data-keys-help]")?.addEventListener("click", () => help?.showModal());

/** @param {string} key */
function act(key) {
  if (key === "?") return help?.showModal() ?? true;
  if (key !== "/") return false;
  const search = document.getElementById("search");
  search?.focus();
  return search !== null;
}

/** @param {string} key */
function jump(key) {
  const page = { d: "/", b: "/bans", e: "/events", j: "/jails", o: "/operations" }[key];
  if (page) location.assign(base + page);
}

document.addEventListener("keydown", (event) => {
  const target = /** @type {Element} */ (event.target);
  const isTyping = target.matches("input:not([type=checkbox]), textarea, select, dialog *");
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey || !isOn()) return;
  if (isAfterG) {
    isAfterG = false;
    jump(event.key);
  } else if (event.key === "g") {
    isAfterG = true;
    setTimeout(() => (isAfterG = false), 1500);
  } else if (act(event.key) !== false) {
    event.preventDefault();
  }
});
