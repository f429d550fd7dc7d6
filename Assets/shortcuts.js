// What single keys do: search, help, ways to the parts of the console, steps through the rows of a list.
// @ts-check
import { choose } from "./preferences.js";
import { base } from "./request.js";

const dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById("keys"));
const control = /** @type {HTMLInputElement | null} */ (document.querySelector("[data-keys-switch]"));
let isAfterG = false;

control?.addEventListener("change", () => {
  document.body.dataset.keys = control.checked ? "on" : "off";
  void choose({ shortcuts: control.checked });
});

export const help = () => dialog?.showModal();

export const palette = () => import("./palette.js").then(({ open }) => open());

/** @param {string} key */
function jump(key) {
  const page = { d: "/", b: "/bans", e: "/events", m: "/map", n: "/patterns", j: "/jails", o: "/operations", t: "/tasks", s: "/settings", p: "/settings/me" }[key];
  if (page) location.assign(base + page);
}

/** The links and boxes by which the rows of the page's lists are reached. */
function places() {
  const rows = [...document.querySelectorAll("main .table tbody tr:not(.event-lines), main .rows > li")];
  return rows.flatMap((row) => {
    const all = /** @type {HTMLElement[]} */ ([...row.querySelectorAll("a[href], input[type=checkbox], button, [tabindex]")]);
    const place = all.find((one) => one.matches("a") && one.checkVisibility()) ?? all.find((one) => one.checkVisibility());
    return place ? [{ row, place }] : [];
  });
}

/** @param {number} by */
function step(by) {
  const all = places();
  const now = all.findIndex(({ row }) => row.contains(document.activeElement));
  const next = now < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, now + by));
  all[next]?.place.focus();
}

/** Chooses the row that has the focus. */
function pick() {
  const row = document.activeElement?.closest("tr");
  /** @type {HTMLInputElement | null | undefined} */ (row?.querySelector("input[type=checkbox]"))?.click();
}

/** @param {string} key */
export function press(key) {
  if (isAfterG) {
    isAfterG = false;
    return jump(key);
  }
  if (key === "g") {
    isAfterG = true;
    setTimeout(() => (isAfterG = false), 1500);
  } else if (key === "?") help();
  else if (key === "/") document.getElementById("search")?.focus();
  else if (key === "j") step(1);
  else if (key === "k") step(-1);
  else if (key === "x") pick();
}
