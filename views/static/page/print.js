// A sheet to print: the button opens the printer of the browser. Without JavaScript the page says which keys do.
const printer = document.querySelector("[data-print]");
if (printer) {
  printer.hidden = false;
  printer.addEventListener("click", () => window.print());
}
