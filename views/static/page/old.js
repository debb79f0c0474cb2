// Old addresses: a lesson used to be one page, and a link could lead to a place on it. That place has a page of its own
// now, and the row of the contents that leads there knows which places it holds.
const held = [...document.querySelectorAll("[data-holds]")].find((row) =>
  row.dataset.holds.split(" ").includes(location.hash.slice(1)));
if (held) location.replace(held.querySelector("a").href + location.hash);
// Browsers of today unfold what an address leads to; older ones do not.
const led = document.getElementById(location.hash.slice(1));
const fold = led && led.closest(".check-fold");
if (fold && !fold.open) {
  fold.open = true;
  led.scrollIntoView();
}
