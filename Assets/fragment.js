// The one place that turns the server's markup into elements; it owns the only Trusted Types policy.
// @ts-check

const types = /** @type {any} */ (window).trustedTypes;
const policy = types?.createPolicy("fragment", { createHTML: (/** @type {string} */ html) => html });

/** @param {string} html */
function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = policy ? policy.createHTML(html) : html;
  return template.content;
}

/** The elements of some markup. @param {string} html */
export const elements = (html) => [...parse(html).children];

/** What tells a control apart from the others of its element. @param {Element} control */
function keyOf(control) {
  if (control.id) return `#${control.id}`;
  return ["name", "value", "href", "data-copy", "datetime"].map((name) => control.getAttribute(name) ?? "").join("\n");
}

/** What a person did to the controls of an element. @param {Element} element */
function keep(element) {
  const active = element.contains(document.activeElement) ? document.activeElement : null;
  const twins = active ? [...element.querySelectorAll(active.tagName)].filter((one) => keyOf(one) === keyOf(active)) : [];
  const inputs = [...element.querySelectorAll("input")];
  return {
    active: active && { tag: active.tagName, key: keyOf(active), index: twins.indexOf(active) },
    checked: new Set(inputs.filter((one) => one.checked).map(keyOf)),
    typed: new Map(inputs.filter((one) => one.type === "text" && one.value !== one.defaultValue).map((one) => [keyOf(one), one.value])),
    scroll: [...element.querySelectorAll(".table-scroll")].map((one) => [one.scrollLeft, one.scrollTop]),
    open: [...element.querySelectorAll("details[id][open]")].map((one) => one.id),
    page: window.scrollY,
  };
}

/** @param {Element} element @param {ReturnType<typeof keep>} kept */
function restore(element, kept) {
  for (const input of element.querySelectorAll("input")) {
    const key = keyOf(input);
    if (kept.checked.has(key)) input.checked = true;
    const typed = kept.typed.get(key);
    if (typed !== undefined) input.value = typed;
  }
  for (const id of kept.open) document.getElementById(id)?.setAttribute("open", "");
  element.querySelectorAll(".table-scroll").forEach((one, index) => one.scrollTo(...(kept.scroll[index] ?? [0, 0])));
  if (kept.active) {
    const { tag, key, index } = kept.active;
    const twins = [...element.querySelectorAll(tag)].filter((one) => keyOf(one) === key);
    /** @type {HTMLElement | undefined} */ (twins[index] ?? twins[0])?.focus({ preventScroll: true });
  }
  window.scrollTo({ top: kept.page, behavior: "instant" });
}

/** Puts new content into an element and keeps focus, choices, scroll, and parts that are renewed by themselves. @param {Element} element @param {string} html */
export function replace(element, html) {
  const kept = keep(element);
  const content = parse(html);
  for (const place of content.querySelectorAll("[data-keep]")) {
    const own = document.getElementById(place.id);
    if (own && element.contains(own)) place.replaceWith(own);
  }
  element.replaceChildren(content);
  restore(element, kept);
  element.dispatchEvent(new CustomEvent("fragment", { bubbles: true }));
}
