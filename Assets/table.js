// Choosing rows: all at once, a range with Shift, and how many are chosen.
// @ts-check
import { text } from "./texts.js";

/** @type {HTMLInputElement | null} */
let last = null;

/** @param {Element} table */
const boxes = (table) => /** @type {HTMLInputElement[]} */ ([...table.querySelectorAll("tbody input[type=checkbox]")]);

/** @param {Element} table */
function count(table) {
  const all = boxes(table);
  const chosen = all.filter((box) => box.checked).length;
  const title = table.querySelector("[data-selected-count]");
  if (title && chosen > 0) title.textContent = text("selected", chosen);
  const head = /** @type {HTMLInputElement | null} */ (table.querySelector("[data-select-all]"));
  if (!head) return;
  head.checked = chosen > 0 && chosen === all.length;
  head.indeterminate = chosen > 0 && chosen < all.length;
}

document.addEventListener("click", (event) => {
  const box = /** @type {Element} */ (event.target);
  const table = box.closest("[data-table]");
  if (!table || !(box instanceof HTMLInputElement) || box.type !== "checkbox") return;
  const all = boxes(table);
  if (box.matches("[data-select-all]")) {
    for (const one of all) one.checked = box.checked;
  } else if (event.shiftKey && last && all.includes(last)) {
    const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
    for (const one of all.slice(from, to + 1)) one.checked = box.checked;
  }
  last = box;
  count(table);
});
document.addEventListener("reset", (event) => {
  const table = /** @type {Element} */ (event.target);
  if (table.matches("[data-table]")) setTimeout(() => count(table));
});
document.addEventListener("fragment", (event) => {
  for (const table of /** @type {Element} */ (event.target).querySelectorAll("[data-table]")) count(table);
});
