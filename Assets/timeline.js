// The timeline of the dashboard: it tells exact numbers, and takes a range by pointer or keys.
// @ts-check
import { announce } from "./texts.js";

const dashboard = /** @type {HTMLElement} */ (document.getElementById("dashboard"));
const brush = document.createElement("div");
const tip = document.createElement("div");
brush.className = "brush";
tip.className = "chart-tip";
for (const part of [brush, tip]) part.ariaHidden = "true";

/** The bars that are chosen, from where it began to where it stands; none while `at` is negative. */
let from = -1;
let at = -1;
let isDragging = false;

const timeline = () => /** @type {HTMLElement | null} */ (dashboard.querySelector("[data-timeline]"));
const bars = () => /** @type {SVGRectElement[]} */ ([...dashboard.querySelectorAll(".timeline-hits rect")]);

/** What a bar tells; from now on it is told here, and not by the browser too. @param {SVGRectElement} bar */
function words(bar) {
  const title = bar.querySelector("title");
  if (title) bar.dataset.words = title.textContent ?? "";
  title?.remove();
  return bar.dataset.words ?? "";
}

function show() {
  const [place, all] = [timeline(), bars()];
  if (!place || !all[at]) {
    brush.remove();
    tip.remove();
    return;
  }
  const room = place.getBoundingClientRect();
  const [first, last] = [all[Math.min(from, at)], all[Math.max(from, at)]].map((bar) => bar.getBoundingClientRect());
  place.append(brush, tip);
  brush.style.left = `${first.left - room.left}px`;
  brush.style.width = `${last.right - first.left}px`;
  brush.style.top = `${first.top - room.top}px`;
  brush.style.height = `${first.height}px`;
  const [low, high] = [all[Math.min(from, at)], all[Math.max(from, at)]].map((bar) => words(bar).split("\n"));
  tip.textContent = low === high || from === at ? low.join("\n") : `${low[0]} – ${high[0]}`;
  const middle = all[at].getBoundingClientRect();
  const left = middle.left - room.left + middle.width / 2 - tip.offsetWidth / 2;
  tip.style.left = `${Math.max(4, Math.min(left, room.width - tip.offsetWidth - 4))}px`;
}

/** Chooses bars. @param {number} next @param {boolean} [extends_] */
function choose(next, extends_ = false) {
  const count = bars().length;
  at = next < 0 ? -1 : Math.min(next, count - 1);
  if (!extends_ || from < 0) from = at;
  brush.classList.toggle("is-range", from !== at);
  show();
}

function zoom() {
  const all = bars();
  const [first, last] = [all[Math.min(from, at)], all[Math.max(from, at)]];
  if (!first || !last) return;
  const time = (/** @type {string | undefined} */ seconds) => new Date(Number(seconds) * 1000).toISOString().replace(".000", "");
  location.assign(`${location.pathname}?from=${time(first.dataset.from)}&to=${time(last.dataset.to)}`);
}

/** The page is not renewed under the hands of who works with it. */
function hold() {
  const place = timeline();
  const isBusy = isDragging || place?.matches(":hover, :focus-within");
  if (isBusy) dashboard.dataset.hold = "";
  else delete dashboard.dataset.hold;
}

/** The bar at a place of the pointer. @param {number} x */
function barAt(x) {
  const index = bars().findIndex((bar) => x < bar.getBoundingClientRect().right);
  return index < 0 ? bars().length - 1 : index;
}

/** @param {Event} event */
const isOnBars = (event) => /** @type {Element} */ (event.target).closest(".timeline-hits") !== null;

dashboard.addEventListener("pointerdown", (event) => {
  if (!isOnBars(event) || event.button !== 0) return;
  isDragging = true;
  choose(barAt(event.clientX));
});
document.addEventListener("pointermove", (event) => {
  if (isDragging) choose(barAt(event.clientX), true);
  else if (event.pointerType === "mouse" && dashboard.contains(/** @type {Node} */ (event.target)) && isOnBars(event)) choose(barAt(event.clientX));
  else if (at >= 0 && document.activeElement !== timeline()) choose(-1);
  hold();
});
document.addEventListener("pointerup", () => {
  if (!isDragging) return;
  isDragging = false;
  if (from === at) return;
  // The end of a drag is no click on the bar that lies there.
  document.addEventListener("click", (event) => event.preventDefault(), { capture: true, once: true });
  zoom();
});
document.addEventListener("pointercancel", () => {
  isDragging = false;
  choose(-1);
});
dashboard.addEventListener("dragstart", (event) => isOnBars(event) && event.preventDefault());

/** Where an arrow leads. @type {Record<string, (at: number, count: number) => number>} */
const steps = {
  ArrowLeft: (at, count) => (at < 0 ? count - 1 : Math.max(0, at - 1)),
  ArrowRight: (at) => at + 1,
  Home: () => 0,
  End: (_, count) => count - 1,
};

dashboard.addEventListener("keydown", (event) => {
  if (event.target !== timeline()) return;
  const step = steps[event.key];
  if (step) {
    choose(step(at, bars().length), event.shiftKey);
    announce(tip.textContent ?? "");
  } else if (event.key === "Enter") {
    zoom();
  } else if (event.key === "Escape") {
    choose(-1);
  } else {
    return;
  }
  event.preventDefault();
});
for (const name of ["focusin", "focusout"]) {
  dashboard.addEventListener(name, () => setTimeout(() => {
    if (document.activeElement !== timeline() && !timeline()?.matches(":hover")) choose(-1);
    hold();
  }));
}

dashboard.addEventListener("fragment", () => choose(-1));
hold();
