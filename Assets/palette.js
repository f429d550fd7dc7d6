// The palette: pages, jails and actions by some letters of their names, and what can be done with a pasted address.
// @ts-check
import { elements } from "./fragment.js";
import { ask, base } from "./request.js";

const address = /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:.]+)(\/\d{1,3})?$/i;
/** @type {HTMLDialogElement | null} */
let dialog = null;
/** @type {Promise<void> | null} */
let loading = null;

const field = () => /** @type {HTMLInputElement} */ (dialog?.querySelector("input"));
const options = () => /** @type {HTMLElement[]} */ ([...(dialog?.querySelectorAll("[role=option]") ?? [])]);
const shown = () => options().filter((one) => !one.hidden);
const active = () => shown().find((one) => one.ariaSelected === "true");

/** @param {HTMLElement | undefined} option */
function point(option) {
  for (const one of options()) one.ariaSelected = String(one === option);
  field().setAttribute("aria-activedescendant", option?.id ?? "");
  option?.scrollIntoView({ block: "nearest" });
}

/** How well a name fits what was typed: 0 not at all, more where a word of it begins so. @param {string} name @param {string[]} words */
function fit(name, words) {
  const parts = name.toLowerCase().split(/[\s-]+/);
  let sum = 1;
  for (const word of words) {
    if (parts.some((part) => part.startsWith(word))) sum += 2;
    else if (!name.toLowerCase().includes(word)) return 0;
  }
  return sum + (name.toLowerCase().startsWith(words[0] ?? "") ? 1 : 0);
}

function filter() {
  const text = field().value.trim();
  const isAddress = address.test(text);
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  let best = /** @type {HTMLElement | undefined} */ (undefined);
  let most = 0;
  for (const option of options()) {
    const ofAddress = option.dataset.address !== undefined;
    // Any words at all may stand in the lines of bans; the server says which are too short.
    const ofWords = option.dataset.words !== undefined;
    const named = ofAddress ? (isAddress ? 1 : 0) : isAddress ? 0 : fit(option.dataset.name ?? "", words);
    const weight = ofWords ? (!isAddress && text.length > 1 ? 0.5 : 0) : named;
    option.hidden = weight === 0;
    if (!option.hidden && (ofAddress || ofWords)) {
      const place = option.querySelector("[data-typed]");
      if (place) place.textContent = text;
    }
    if (weight > most) [best, most] = [option, weight];
  }
  point(best);
  const none = /** @type {HTMLElement | null | undefined} */ (dialog?.querySelector("[data-none]"));
  if (none) none.hidden = best !== undefined && best.dataset.words === undefined;
}

/** @param {HTMLElement | undefined} option */
function run(option) {
  if (!option) return;
  dialog?.close();
  if (option.dataset.press) return /** @type {HTMLElement | null} */ (document.querySelector(option.dataset.press))?.click();
  // The server has written the place of what is typed as {id}.
  const path = (option.dataset.href ?? "").replace("%7Bid%7D", () => encodeURIComponent(field().value.trim()));
  if (path) location.assign(path);
}

/** @param {KeyboardEvent} event */
function steer(event) {
  const all = shown();
  const now = all.indexOf(/** @type {HTMLElement} */ (active()));
  const next = { ArrowDown: now + 1, ArrowUp: now - 1, PageDown: now + 8, PageUp: now - 8 }[event.key];
  if (event.key === "Enter") run(active());
  else if (next === undefined || all.length === 0) return;
  else if (event.key.startsWith("Page")) point(all[Math.min(all.length - 1, Math.max(0, next))]);
  else point(all[(next + all.length) % all.length]);
  event.preventDefault();
}

async function fetchOnce() {
  const { response, body } = await ask(`${base}/fragments/palette`, { "X-Fragment": "1" });
  if (response.redirected || response.status === 401) location.reload();
  if (!response.ok) throw new Error(String(response.status));
  dialog = /** @type {HTMLDialogElement} */ (elements(body)[0]);
  document.body.append(dialog);
  field().addEventListener("input", filter);
  field().addEventListener("keydown", steer);
  dialog.addEventListener("click", ({ target }) => {
    const element = /** @type {Element} */ (target);
    if (element === dialog) dialog?.close();
    else run(/** @type {HTMLElement | undefined} */ (element.closest("[role=option]") ?? undefined));
  });
}

export async function open() {
  if (dialog?.open) return dialog.close();
  loading ??= fetchOnce();
  try {
    await loading;
  } catch {
    loading = null;
    return;
  }
  field().value = "";
  filter();
  if (!dialog?.open) dialog?.showModal();
}
