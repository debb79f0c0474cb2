// A question on the wall: the arrow keys lead from step to step, and so do the keys of a presenter's remote where the
// page has nothing to scroll. The links do the same.
if (document.querySelector("[data-show]")) {
  const page = document.documentElement, main = document.querySelector("main.show");
  const tooHigh = () => page.scrollHeight > window.innerHeight + 1;
  for (let size = 0; size < 8; size++) { // smaller type, one step after the other, until the whole question is seen
    if (tooHigh() && main.classList.contains("w" + size)) {
      main.classList.remove("w" + size);
      main.classList.add("w" + (size + 1));
    }
  }
  const ahead = ["ArrowRight"], back = ["ArrowLeft"];
  if (!tooHigh()) {
    ahead.push("PageDown");
    back.push("PageUp");
  }
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const to = ahead.indexOf(event.key) >= 0 ? "next" : back.indexOf(event.key) >= 0 ? "prev" : "";
    const link = to && document.querySelector(".showways a[rel=" + to + "]");
    if (!link) return;
    event.preventDefault();
    link.click();
  });
}
