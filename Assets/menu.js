// Menus close when one leaves them.
// @ts-check

/** @param {Element | null} [except] */
function close(except = null) {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (menu !== except) menu.removeAttribute("open");
}

document.addEventListener("click", (event) => close(/** @type {Element} */ (event.target).closest("details.menu")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.activeElement?.closest("details.menu[open]");
  close();
  menu?.querySelector("summary")?.focus();
});
