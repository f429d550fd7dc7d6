// Keeps the elements with `data-live` fresh: when the server's pulse beats, they are fetched anew.
// @ts-check
import { replace } from "./fragment.js";
import { Busy, ask, pause, shown } from "./request.js";
import { follow, next } from "./stream.js";
import { span } from "./time.js";
import { announce, text } from "./texts.js";

// The list of events has a module of its own, which other pages do without.
const { feed, feedPlace } = document.querySelector("[data-feed]") ? await import("./feed.js") : { feed: () => {}, feedPlace: () => 0 };

let seen = { pulse: Number(document.body.dataset.pulse ?? 0), latest: feedPlace() };
let lastAnswer = Date.now();
/** @type {Set<Element>} */
const late = new Set();

/** What an element says aloud when it appears. @param {Element} element */
const news = (element) => [...element.querySelectorAll("[data-announce]")].map((one) => one.getAttribute("data-announce"));

const daemonState = () => document.querySelector(".status-state strong")?.textContent ?? "";

/** Whether it may be fetched: not under the hands of who works with it, and not too often. @param {Element} element */
function isDue(element) {
  const { hold, due } = /** @type {HTMLElement} */ (element).dataset;
  return hold === undefined && Date.now() >= Number(due ?? 0);
}

/** Says why the page stands still; the seconds that are left are seen and not read out. @param {string} words @param {number} [left] */
function warn(words, left = 0) {
  const old = document.querySelector(".unreachable");
  if (!words) return old?.remove();
  const bar = old ?? document.createElement("p");
  if (!old) {
    bar.className = "unreachable";
    bar.setAttribute("role", "status");
    bar.append(document.createElement("span"), document.createElement("span"));
    (document.querySelector(".stage") ?? document.body).prepend(bar);
  }
  const [said, count] = bar.children;
  count.ariaHidden = "true";
  if (said.textContent !== words) said.textContent = words;
  count.textContent = left > 0 ? ` ${text("again", left)}` : "";
}

/** Leaves the server alone for as long as it asks. @param {number} seconds */
async function sitOut(seconds) {
  for (let left = Math.ceil(seconds); left > 0; left -= 1) {
    warn(text("busy"), left);
    await pause(1);
  }
}

/** @param {Element} element */
async function refresh(element) {
  const { dataset } = /** @type {HTMLElement} */ (element);
  const path = dataset.live ?? "";
  dataset.due = String(Date.now() + 1000 * Number(dataset.every ?? 0));
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
  const news = await next(seen);
  // Some show what no pulse tells of.
  for (const element of document.querySelectorAll(news.pulse !== seen.pulse ? "[data-live]" : "[data-tick]")) late.add(element);
  seen = news;
  for (const element of late) if (isDue(element)) await refresh(element);
  await feed(news.latest);
  lastAnswer = Date.now();
  warn("");
  // However fast the pulse, the page is redrawn three times a second at most; a fault still shows within one.
  await pause(0.3);
}

async function run() {
  for (let faults = 0; ; ) {
    await shown();
    try {
      await turn();
      faults = 0;
    } catch (fault) {
      if (document.hidden) continue;
      if (fault instanceof Busy) {
        await sitOut(fault.seconds);
        continue;
      }
      faults += 1;
      if (faults > 1) warn(text("unreachable", span((Date.now() - lastAnswer) / 1000)));
      await pause(Math.min(20, 2 ** faults));
    }
  }
}

if (document.querySelector("[data-live], [data-feed]")) {
  follow();
  void run();
}
