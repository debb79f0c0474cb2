// The time that is left in a quiz, counted down from what the server says is left and never read from the clock of the
// tablet, which may be wrong. When it is up, an answer that was begun goes in as it stands; the server takes it for half
// a minute more and decides. After that the page leads to where the server says the quiz is.
const bar = document.querySelector("[data-left]");
if (bar && window.performance) {
  const words = bar.querySelector("[data-left-words]"), said = bar.querySelector("[data-left-said]");
  const total = Number(bar.dataset.left), since = performance.now(), until = " left, until " + bar.dataset.until;
  const told = [300, 60].filter((mark) => total > mark); // what is still to be said
  const minutes = (n) => n === 1 ? "1 minute" : n + " minutes";
  let touched = null, timer = 0;
  for (const kind of ["input", "change"]) {
    addEventListener(kind, (event) => { touched = event.target.closest("form[data-away]") || touched; });
  }
  const write = (text) => { if (words.textContent !== text) words.textContent = text; };
  const say = (n) => { said.textContent = minutes(n / 60) + " left."; };

  function up(n) {
    write("The time is up");
    if (touched && n > -30) {
      const form = touched;
      touched = null;
      const button = form.querySelector("button.primary");
      if (button) button.click(); else form.submit();
    }
    if (n > -31) return;
    clearInterval(timer);
    location.assign(bar.dataset.end);
  }

  function show() {
    const n = total - Math.floor((performance.now() - since) / 1000);
    if (n <= 300) words.parentNode.classList.add("soon");
    if (n <= 0) return up(n);
    write((n < 60 ? "Less than a minute" : minutes(Math.floor(n / 60))) + until);
    while (told.length && n <= told[0]) say(told.shift());
  }
  timer = setInterval(show, 1000);
  show();
}
