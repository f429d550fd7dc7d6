// Stores what a person chose, for all their devices.
// @ts-check
import { base } from "./request.js";

/** @param {Record<string, string | boolean>} values */
export function choose(values) {
  const field = /** @type {HTMLInputElement | null} */ (document.querySelector("input[name=_csrf]"));
  return fetch(`${base}/api/settings/me`, {
    method: "PATCH", credentials: "same-origin", keepalive: true, body: JSON.stringify(values),
    headers: { "Content-Type": "application/json", "X-CSRF-Token": field?.value ?? "" },
  });
}
