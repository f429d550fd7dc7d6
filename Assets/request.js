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

let quietUntil = 0;

/** The seconds for which the server wants to be left alone. */
export const quiet = () => Math.max(0, (quietUntil - Date.now()) / 1000);

/** A request that ends when the tab is hidden; a server that has no time throws `Busy`. @param {string} path @param {Record<string, string>} headers */
export async function ask(path, headers) {
  const stop = new AbortController();
  const hide = () => document.hidden && stop.abort();
  document.addEventListener("visibilitychange", hide);
  const limit = setTimeout(() => stop.abort(), 30_000);
  try {
    const response = await fetch(path, { headers, signal: stop.signal, cache: "no-store", credentials: "same-origin" });
    if (response.status === 503 || response.status === 429) throw new Busy(response);
    // The body belongs to the request: it is read before the limit is lifted.
    return { response, body: response.ok ? await response.text() : "" };
  } finally {
    clearTimeout(limit);
    document.removeEventListener("visibilitychange", hide);
  }
}

/** A server that has no time, and the seconds to wait: as it asks, within bounds, and not all tabs at the same moment. */
export class Busy extends Error {
  /** @param {Response} response */
  constructor(response) {
    super(String(response.status));
    const told = response.headers.get("Retry-After") ?? "";
    const seconds = /^\d+$/.test(told) ? Number(told) : (Date.parse(told) - Date.now()) / 1000;
    this.seconds = Math.min(120, Math.max(1, seconds || 5)) * (1 + Math.random() / 4);
    quietUntil = Date.now() + 1000 * this.seconds;
  }
}
