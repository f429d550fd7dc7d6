// Buttons that copy what they carry.
// @ts-check
import { announce, text } from "./texts.js";

/** Copies where the browser lets no page near the clipboard, as over plain http. @param {string} value */
function copyBySelection(value) {
  const field = document.createElement("textarea");
  field.value = value;
  field.className = "visually-hidden";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

document.addEventListener("click", async (event) => {
  const target = /** @type {Element} */ (event.target);
  const button = /** @type {HTMLElement | null} */ (target.closest("[data-copy]"));
  if (!button) return;
  const value = button.dataset.copy ?? "";
  const done = await (navigator.clipboard?.writeText(value).then(() => true, () => false) ?? copyBySelection(value));
  if (!done) return;
  button.classList.add("is-done");
  button.focus();
  announce(text("copied"));
  setTimeout(() => button.classList.remove("is-done"), 1500);
});
