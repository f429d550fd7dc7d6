// Keeps the elements with `data-live` fresh: waits for the server's pulse, then fetches their content anew.
// @ts-check
import { replace } from "./fragment.js";
import { span } from "./time.js";
import { announce, text } from "./texts.js";

const base = document.body.dataset.base === "/" ? "" : (document.body.dataset.base ?? "");
let pulse = Number(document.body.dataset.pulse ?? 0);
let lastAnswer = Date.now();
/** @type {Set<Element>} */
const late = new Set();

/** @param {number} seconds */
const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

/** Seconds that a busy server asks to wait. @param {Response} response */
const retryAfter = (response) => Math.min(60, Math.max(1, Number(response.headers.get("Retry-After")) || 5));

function shown() {
  if (!document.hidden) return Promise.resolve();
  return new Promise((done) => document.addEventListener("visibilitychange", done, { once: true }));
}

/** A request that ends when the tab is hidden. @param {string} path @param {Record<string, string>} headers */
async function ask(path, headers) {
  const stop = new AbortController();
  const hide = () => document.hidden && stop.abort();
  document.addEventListener("visibilitychange", hide);
  const limit = setTimeout(() => stop.abort(), 30_000);
  try {
    const response = await fetch(path, { headers, signal: stop.signal, cache: "no-store", credentials: "same-origin" });
    // The body belongs to the request: it is read before the limit is lifted.
    return { response, body: response.ok ? await response.text() : "" };
  } finally {
    clearTimeout(limit);
    document.removeEventListener("visibilitychange", hide);
  }
}

/** What an element says aloud when it appears. @param {Element} element */
const news = (element) => [...element.querySelectorAll("[data-announce]")].map((one) => one.getAttribute("data-announce"));

const daemonState = () => document.querySelector(".status-state strong")?.textContent ?? "";

/** @param {string} words */
function warn(words) {
  const old = document.querySelector(".unreachable");
  if (!words) return old?.remove();
  const bar = old ?? document.createElement("p");
  bar.className = "unreachable";
  bar.setAttribute("role", "status");
  if (bar.textContent !== words) bar.textContent = words;
  if (!old) (document.querySelector(".stage") ?? document.body).prepend(bar);
}

/** @param {Element} element */
async function refresh(element) {
  const path = /** @type {HTMLElement} */ (element).dataset.live ?? "";
  const { response, body } = await ask(path, { "X-Fragment": "1" });
  if (response.ok && !response.redirected) {
    const [before, told] = [daemonState(), news(element)];
    replace(element, body);
    for (const words of news(element)) if (words && !told.includes(words)) announce(words);
    // The figures change too often to be read out; the state of the daemon does not.
    if (daemonState() !== before) announce(`fail2ban: ${daemonState()}`);
    late.delete(element);
  } else if (response.redirected || response.status === 401) {
    location.reload();
  }
}

async function turn() {
  const { response, body } = await ask(`${base}/api/pulse?since=${pulse}`, { Accept: "application/json" });
  if (response.status === 401 || response.redirected) return location.reload();
  if (response.status === 503) {
    warn(text("busy"));
    return pause(retryAfter(response));
  }
  if (!response.ok) throw new Error(String(response.status));
  lastAnswer = Date.now();
  warn("");
  const next = Number(JSON.parse(body).pulse);
  if (next !== pulse) for (const element of document.querySelectorAll("[data-live]")) late.add(element);
  pulse = next;
  for (const element of late) await refresh(element);
  // However fast the pulse, the page is redrawn three times a second at most; a fault still shows within one.
  await pause(0.3);
}

async function run() {
  for (let faults = 0; ; ) {
    await shown();
    try {
      await turn();
      faults = 0;
    } catch {
      if (document.hidden) continue;
      faults += 1;
      if (faults > 1) warn(text("unreachable", span((Date.now() - lastAnswer) / 1000)));
      await pause(Math.min(20, 2 ** faults));
    }
  }
}

if (document.querySelector("[data-live]")) void run();
