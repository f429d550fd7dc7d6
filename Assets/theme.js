// The switch between light and dark; the cookie tells the server, so that no page flashes.
// @ts-check

const root = document.documentElement;
const base = document.body.dataset.base ?? "/";

document.querySelector("[data-theme-toggle]")?.addEventListener("click", () => {
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const next = (root.dataset.theme ?? system) === "dark" ? "light" : "dark";
  // What the machine says anyway needs no cookie: the page follows the machine again.
  if (next === system) delete root.dataset.theme;
  else root.dataset.theme = next;
  const life = next === system ? 0 : 31_536_000;
  document.cookie = `bangui-theme=${next}; Path=${base}; Max-Age=${life}; SameSite=Lax`;
});
