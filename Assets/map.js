// The world map: arrows lead from country to country by their numbers, and what is pointed at is told beside it.
// @ts-check

const tip = document.createElement("div");
tip.className = "chart-tip";
tip.ariaHidden = "true";
const cursor = document.createElementNS("http://www.w3.org/2000/svg", "path");

/** @param {EventTarget | null} target */
const placeOf = (target) => (target instanceof Element ? /** @type {SVGAElement | null} */ (target.closest("[data-map] a[data-rank]")) : null);

/** The countries of a map in the order of their numbers. @param {Element} map */
const places = (map) =>
  /** @type {SVGAElement[]} */ ([...map.querySelectorAll("a[data-rank]")]).sort((a, b) => Number(a.dataset.rank) - Number(b.dataset.rank));

/** The page is not renewed under the hands of who works with the map. @param {Element} map */
function hold(map) {
  const { dataset } = /** @type {HTMLElement} */ (map.closest("[data-live]") ?? map);
  if (map.matches(":hover, :focus-within")) dataset.hold = "";
  else delete dataset.hold;
}

/** @param {SVGAElement | null} place */
function show(place) {
  const map = place?.closest("[data-map]");
  const shape = place?.querySelector("path:last-of-type");
  if (!place || !map || !shape) {
    tip.remove();
    cursor.remove();
    return;
  }
  // What is told here is not told by the browser too.
  for (const title of map.querySelectorAll("title")) title.remove();
  cursor.setAttribute("d", shape.getAttribute("d") ?? "");
  cursor.setAttribute("class", place.matches(".world-dot") ? "world-cursor is-dot" : "world-cursor");
  // A ring lies below its dot, an outline above all.
  if (place.matches(".world-dot")) place.insertBefore(cursor, shape);
  else place.ownerSVGElement?.append(cursor);
  tip.textContent = place.getAttribute("aria-label");
  map.append(tip);
  const [room, box] = [map.getBoundingClientRect(), shape.getBoundingClientRect()];
  const left = box.left + box.width / 2 - room.left - tip.offsetWidth / 2;
  const above = box.top - room.top - tip.offsetHeight - 10;
  tip.style.left = `${Math.max(4, Math.min(left, room.width - tip.offsetWidth - 4))}px`;
  tip.style.top = `${above >= 0 ? above : Math.min(box.bottom - room.top + 10, room.height - tip.offsetHeight)}px`;
}

/** Where an arrow leads. @type {Record<string, (at: number, count: number) => number>} */
const steps = {
  ArrowRight: (at, count) => Math.min(count - 1, at + 1),
  ArrowDown: (at, count) => Math.min(count - 1, at + 1),
  ArrowLeft: (at) => Math.max(0, at - 1),
  ArrowUp: (at) => Math.max(0, at - 1),
  Home: () => 0,
  End: (_, count) => count - 1,
};

document.addEventListener("keydown", (event) => {
  const map = placeOf(event.target)?.closest("[data-map]");
  if (!map || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") show(null);
  const step = steps[event.key];
  if (!step) return;
  const all = places(map);
  all[step(all.indexOf(/** @type {SVGAElement} */ (document.activeElement)), all.length)]?.focus();
  event.preventDefault();
});

document.addEventListener("focusin", (event) => {
  const place = placeOf(event.target);
  const map = place?.closest("[data-map]");
  if (!place || !map) return;
  // Tab leads back to the one that one left.
  for (const one of places(map)) one.setAttribute("tabindex", one === place ? "0" : "-1");
  show(place);
  hold(map);
});

document.addEventListener("focusout", (event) => {
  const map = placeOf(event.target)?.closest("[data-map]");
  if (!map) return;
  setTimeout(() => {
    if (!map.matches(":focus-within")) show(null);
    hold(map);
  });
});

document.addEventListener("pointerover", (event) => {
  const place = placeOf(event.target);
  if (place) show(place);
  else if (tip.isConnected) show(placeOf(document.activeElement));
  for (const map of document.querySelectorAll("[data-map]")) hold(map);
});

document.addEventListener("fragment", () => show(placeOf(document.activeElement)));
show(/** @type {SVGAElement | null} */ (document.querySelector("[data-map] a:is(:hover, :focus)")));
