// Tells what has changed: by one stream for all tabs of the browser, or by asking.
// @ts-check
import { ask, base, pause, quiet, shown } from "./request.js";

/** Where things stand. @typedef {{ pulse: number, latest: number }} News */

const name = `bangui${base}`;
const channel = "BroadcastChannel" in window ? new BroadcastChannel(name) : null;
// Only pages of a safe origin have locks; elsewhere each tab keeps its own stream.
const isShared = channel !== null && "locks" in navigator;
// It speaks every 15 seconds.
const silence = 40_000;

/** @type {News | null} */
let news = null;
let heardAt = 0;
let isLeading = false;
let wake = () => {};

/** @param {News | null} next */
function take(next) {
  news = next;
  heardAt = Date.now();
  trustedUntil = next ? heardAt + silence : 0;
  wake();
}

/** @param {News | null} next */
function tell(next) {
  take(next);
  if (isShared) channel.postMessage(next);
}

channel?.addEventListener("message", ({ data }) => {
  if (data !== "ask") take(data);
  else if (isLeading && news) channel.postMessage(news);
});

/** Keeps the stream while the tab is seen; gives whether it spoke. */
function lead() {
  if (document.hidden) return Promise.resolve(true);
  return new Promise((done) => {
    let hasSpoken = false;
    isLeading = true;
    const source = new EventSource(`${base}/api/events/stream?events=false`);
    const stop = (isBroken) => {
      source.close();
      clearInterval(watch);
      document.removeEventListener("visibilitychange", hide);
      isLeading = false;
      if (isBroken) tell(null);
      done(hasSpoken);
    };
    const hide = () => document.hidden && stop(false);
    heardAt = Date.now();
    const watch = setInterval(() => Date.now() - heardAt > (hasSpoken ? silence : 10_000) && stop(true), 1000);
    document.addEventListener("visibilitychange", hide);
    source.addEventListener("pulse", (event) => {
      hasSpoken = true;
      tell(JSON.parse(event.data));
    });
    // The browser would not say why the server refuses; asking does.
    source.addEventListener("error", () => stop(true));
  });
}

async function keep() {
  for (let faults = 0; ; ) {
    await shown();
    channel?.postMessage("ask");
    const hasSpoken = isShared ? await navigator.locks.request(name, lead) : await lead();
    faults = hasSpoken ? 0 : faults + 1;
    if (!document.hidden) await pause(Math.max(quiet(), Math.min(60, 2 ** (faults + 1))));
  }
}

/** Asks, and waits for what is new. @param {News} seen */
async function poll(seen) {
  const { response, body } = await ask(`${base}/api/pulse?since=${seen.pulse}&latest=${seen.latest}`, { Accept: "application/json" });
  if (response.status === 401 || response.redirected) {
    location.reload();
    return new Promise(() => {});
  }
  if (!response.ok) throw new Error(String(response.status));
  return JSON.parse(body);
}

let trustedUntil = Date.now() + 3000;

/** Gives what is newer than `seen`, or the same after a while. @param {News} seen @returns {Promise<News>} */
export async function next(seen) {
  const isNew = () => news && (news.pulse !== seen.pulse || news.latest !== seen.latest);
  if (!isNew() && Date.now() < trustedUntil) {
    await Promise.race([new Promise((done) => (wake = () => done(null))), pause(5)]);
  }
  if (isNew()) return /** @type {News} */ (news);
  return Date.now() < trustedUntil ? seen : poll(seen);
}

export function follow() {
  if ("EventSource" in window) void keep();
}
