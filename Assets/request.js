// Requests of scripts to the server.
// @ts-check

export const base = document.body.dataset.base === "/" ? "" : (document.body.dataset.base ?? "");

/** @param {number} seconds */
export const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

/** Waits until the tab is seen. */
export function shown() {
  if (!document.hidden) return Promise.resolve();
  return new Promise((done) => document.addEventListener("visibilitychange", done, { once: true }));
}

/** A request that ends when the tab is hidden. @param {string} path @param {Record<string, string>} headers */
export async function ask(path, headers) {
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

/** A server that is busy, and the seconds that it asks to wait. */
export class Busy extends Error {
  /** @param {Response} response */
  constructor(response) {
    super(String(response.status));
    this.seconds = Math.min(60, Math.max(1, Number(response.headers.get("Retry-After")) || 5));
  }
}
