// Old addresses: a lesson used to be one page, and a link could lead to a place on it. That place has a page of its own
// now, and the row of the contents that leads there knows which places it holds.
const held = [...document.querySelectorAll("[data-holds]")].find((row) =>
  row.dataset.holds.split(" ").includes(location.hash.slice(1)));
if (held) location.replace(held.querySelector("a").href + location.hash);
