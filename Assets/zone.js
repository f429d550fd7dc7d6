// Tells the server the zone of this machine, for those who chose to see times in it.
// @ts-check

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
const base = document.body.dataset.base ?? "/";
const told = document.cookie.split("; ").find((one) => one.startsWith("bangui-zone="))?.slice(12);

if (zone && told !== zone) {
  document.cookie = `bangui-zone=${zone}; Path=${base}; Max-Age=31536000; SameSite=Lax`;
  // A browser that keeps no cookies would load for ever.
  if (document.cookie.includes(`bangui-zone=${zone}`)) location.reload();
}
