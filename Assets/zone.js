// Tells the server the zone of this machine, for those who chose to see times in it.
// @ts-check

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
const base = document.body.dataset.base ?? "/";
const name = document.body.dataset.zoneCookie ?? "bangui-zone";
const told = document.cookie.split("; ").find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);

if (zone && told !== zone) {
  // The prefix of the name says whether it is for https alone.
  const bound = name.startsWith("__") ? "; Secure" : "";
  document.cookie = `${name}=${zone}; Path=${base}; Max-Age=31536000; SameSite=Lax${bound}`;
  // A browser that keeps no cookies would load for ever.
  if (document.cookie.includes(`${name}=${zone}`)) location.reload();
}
