// Old addresses: a lesson used to be one page, and so did a bench, and a link could lead to a place on it. That place is
// on a page of its own now, and the row that leads there knows which places it holds.
const asked = location.hash.slice(1);
const held = asked && [...document.querySelectorAll("[data-holds]")].find((row) =>
  row.dataset.holds.split(" ").indexOf(asked) >= 0);
const here = document.getElementById(asked);
if (held && (!here || here === held || held.contains(here))) {
  const to = held.dataset.to || held.querySelector("a").pathname;
  if (to !== location.pathname) location.replace(to + location.hash);
}
// Browsers of today unfold what an address leads to; older ones do not.
for (let fold = here && here.closest("details"); fold; fold = fold.parentElement.closest("details")) {
  if (!fold.open) { fold.open = true; here.scrollIntoView(); }
}
