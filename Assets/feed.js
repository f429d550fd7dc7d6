// The live list of events: new rows slide in, or wait while it is held.
import { elements, replace } from "./fragment.js";
import { ask } from "./request.js";
import { announce, text } from "./texts.js";

const list = document.querySelector("[data-feed]");
const bar = document.querySelector("[data-feed-bar]");
const button = bar?.querySelector("[data-feed-pause]");
const rows = 50;
let place = Number(list?.dataset.place ?? 0);
let told = 0;
let isPaused = false;
let waiting = 0;
/** When events came, in milliseconds. */
let arrivals = [];

export const feedPlace = () => place;

/** Whether a row belongs above another. */
const isAbove = ({ dataset: row }, { dataset: other }) => (row.at - other.at || row.event - other.event) > 0;

function say(name, words) {
  const element = bar?.querySelector(`[data-feed-${name}]`);
  if (element && element.textContent !== words) element.textContent = words;
}

function show() {
  const now = Date.now();
  arrivals = arrivals.filter((at) => now - at < 60_000);
  say("rate", text("feedRate", arrivals.length));
  say("words", text(isPaused ? "feedPaused" : "feedLive"));
  say("label", isPaused ? (waiting > 0 ? text("feedWaiting", waiting) : text("feedResume")) : text("feedPause"));
  button?.setAttribute("aria-pressed", String(isPaused));
  button?.classList.toggle("button-primary", isPaused && waiting > 0);
  bar?.classList.toggle("is-paused", isPaused);
}

const ids = (element) => new Set([...element.querySelectorAll("[data-event]")].map((row) => row.dataset.event));

function insert(table, body) {
  const before = ids(table);
  for (const row of elements(body).reverse()) {
    if (before.has(row.dataset.event)) continue;
    const below = [...table.tBodies].find((other) => isAbove(row, other));
    // What is older than a full page belongs to a later one.
    if (!below && table.tBodies.length >= rows) continue;
    row.classList.add("is-new");
    if (below) below.before(row);
    else table.append(row);
  }
  for (const row of [...table.tBodies].slice(rows)) {
    if (!row.contains(document.activeElement) && !row.querySelector("details[open]")) row.remove();
  }
  table.dispatchEvent(new CustomEvent("fragment", { bubbles: true }));
}

async function fetchRows(parameters) {
  const url = new URL(list.dataset.feed, location.href);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  const { response, body } = await ask(url.pathname + url.search, { "X-Fragment": "1" });
  if (response.redirected || response.status === 401) location.reload();
  if (!response.ok) throw new Error(String(response.status));
  const count = Number(response.headers.get("X-Events-Count"));
  place = Math.max(place, Number(response.headers.get("X-Events-Through")));
  arrivals.push(...Array(count).fill(Date.now()));
  return { body, count, isList: response.headers.has("X-Events-List") };
}

function renew(body) {
  const before = ids(list);
  replace(list, body);
  for (const row of list.querySelectorAll("[data-event]")) {
    row.classList.toggle("is-new", before.size > 0 && !before.has(row.dataset.event));
  }
}

/** Fetches what came since, up to the latest event. */
export async function feed(latest) {
  // Smaller news are of another database.
  if (latest < told) place = 0;
  told = latest;
  if (!list || latest <= place) return;
  const table = list.querySelector("table");
  const after = { after: String(place) };
  if (isPaused) {
    waiting += (await fetchRows({ ...after, quiet: "1" })).count;
  } else {
    const { body, isList } = await fetchRows(table ? after : {});
      if (isList) renew(body);
    else if (table) insert(table, body);
  }
  show();
}

button?.addEventListener("click", async () => {
  isPaused = !isPaused;
  announce(text(isPaused ? "feedPaused" : "feedLive"));
  show();
  if (isPaused || waiting === 0) return;
  waiting = 0;
  renew((await fetchRows({})).body);
  show();
});

if (bar) {
  arrivals = [...list.querySelectorAll("[data-at]")].map((row) => Number(row.dataset.at));
  show();
  setInterval(() => document.hidden || show(), 1000);
}
