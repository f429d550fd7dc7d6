// Keeps times running, and shows the exact time where a time has the focus.
// @ts-check
import { text } from "./texts.js";

const units = /** @type {const} */ ([[86400, "d"], [3600, "h"], [60, "min"], [1, "s"]]);
// The server's clock counts, not that of the machine with the browser.
const ahead = Number(document.body.dataset.now ?? 0) - Math.floor(Date.now() / 1000);

/** A span in its two largest units, as the server writes it. @param {number} seconds */
export function span(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const first = units.findIndex(([size]) => whole >= size);
  if (first < 0) return "0 s";
  const [size, name] = units[first];
  const [nextSize, nextName] = units[first + 1] ?? [1, ""];
  const rest = nextName ? Math.floor((whole % size) / nextSize) : 0;
  return `${Math.floor(whole / size)} ${name}` + (rest > 0 ? ` ${rest} ${nextName}` : "");
}

/** A span in its largest unit. @param {number} seconds */
function roughSpan(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [size, name] = units.find(([size]) => whole >= size) ?? [1, "s"];
  return `${Math.floor(whole / size)} ${name}`;
}

/** @param {HTMLTimeElement} element @param {number} now */
function show(element, now) {
  const moment = Date.parse(element.dateTime) / 1000;
  const kind = element.dataset.time;
  let words = kind === "ago" ? text("ago", roughSpan(now - moment)) : span(kind === "until" ? moment - now : now - moment);
  if (kind === "until" && moment <= now) {
    const button = element.closest("button");
    if (button) button.disabled = true;
  }
  if (element.textContent !== words) element.textContent = words;
}

function tick() {
  if (document.hidden) return;
  const now = Math.floor(Date.now() / 1000) + ahead;
  for (const element of document.querySelectorAll("time[data-time]:not([data-time=exact])")) {
    show(/** @type {HTMLTimeElement} */ (element), now);
  }
}

const tip = document.createElement("span");
tip.className = "tip";
tip.hidden = true;
tip.ariaHidden = "true";
document.body.append(tip);

document.addEventListener("focusin", (event) => {
  const element = /** @type {Element} */ (event.target);
  tip.hidden = !element.matches("time[title]");
  if (tip.hidden) return;
  tip.textContent = element.getAttribute("title");
  const box = element.getBoundingClientRect();
  const left = Math.max(8, Math.min(box.left, document.documentElement.clientWidth - tip.offsetWidth - 8));
  tip.style.insetInlineStart = `${left}px`;
  tip.style.insetBlockStart = `${box.bottom + 6}px`;
});
document.addEventListener("focusout", () => (tip.hidden = true));
document.addEventListener("scroll", () => (tip.hidden = true), { capture: true, passive: true });
document.addEventListener("fragment", tick);
setInterval(tick, 1000);
