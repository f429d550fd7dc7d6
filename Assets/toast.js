// Short messages go by themselves, unless someone is at them or they can still be undone.
// @ts-check

for (const toast of document.querySelectorAll("[data-toast]")) {
  const deadline = toast.querySelector("form time");
  const until = deadline ? Date.parse(deadline.getAttribute("datetime") ?? "") : Date.now() + 10_000;
  const timer = setInterval(() => {
    if (Date.now() < until || toast.matches(":hover, :focus-within")) return;
    clearInterval(timer);
    toast.remove();
  }, 1000);
}

document.addEventListener("click", (event) => {
  const target = /** @type {Element} */ (event.target);
  if (target.closest("[data-dismiss]")) target.closest("[data-toast]")?.remove();
});
