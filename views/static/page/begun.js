// Whoever goes on with an answer that is begun and not sent is told so once, instead of losing it.
const warning = document.querySelector("[data-begun]");
if (warning) {
  const begun = [];
  for (const form of document.querySelectorAll(".check form, .judge form")) {
    form.addEventListener("input", () => { if (begun.indexOf(form) < 0) begun.push(form); });
  }
  const warn = (event) => {
    if (begun.length === 0 || !warning.hidden) return;
    event.preventDefault();
    event.stopPropagation();
    warning.hidden = false;
    const fold = begun[0].closest("details");
    if (fold) fold.open = true;
    warning.scrollIntoView({ block: "nearest" });
  };
  for (const on of document.querySelectorAll(".onward form")) on.addEventListener("submit", warn, true);
  for (const on of document.querySelectorAll(".onward a, .judge a, .stepbar a")) {
    on.addEventListener("click", warn, true);
  }
}
