// Listen: reads a section aloud with a voice of the device. A voice of some service far away is never used: it would be
// sent the text. Without a voice for English the button stays hidden.
const button = document.querySelector("[data-listen]");
const text = document.querySelector("[data-spoken]");
const speech = window.speechSynthesis;
if (button && text && speech && window.SpeechSynthesisUtterance) {
  let voice = null, lines = null, at = 0, reading = false, said = null;

  const fitting = (v) => /^en\b/i.test(v.lang.replace("_", "-")) && v.localService;
  const rank = (v) => (v.lang.replace("_", "-") === navigator.language ? 2 : 0) + (v.default ? 1 : 0);
  const choose = () => {
    voice = speech.getVoices().filter(fitting).sort((a, b) => rank(b) - rank(a))[0] || null;
    button.hidden = !voice;
    if (!voice) stop();
  };

  // Some browsers stop in the middle of what takes longer than fifteen seconds, so each sentence is said by itself, and
  // a long one in parts. After "V." or "Mr." no sentence ends.
  const sentences = (words) => {
    const all = [];
    let line = "";
    for (const word of words.split(/\s+/)) {
      line += (line && " ") + word;
      const ends = /[.!?…]["”’)\]]*$/.test(word) && !/^["“‘([]*([A-Z]|Mr|Mrs|Ms|Dr|St|No|pp?)\.$/.test(word);
      if (ends || line.length > 180 || line.length > 100 && /[,;:]$/.test(word)) { all.push(line); line = ""; }
    }
    return line ? all.concat(line) : all;
  };

  // What stands beside the story is left out: notes and their numbers, tables, whatever is folded or not shown. The
  // first question ends it.
  const collect = () => {
    const all = [];
    const beside = ".cite, details, .note, .notes, .unseen, table, svg, nav, .noprint, [hidden], [aria-hidden=true]";
    const end = text.querySelector(".check, form.check, [data-question]");
    for (const el of text.querySelectorAll("h1, h2, h3, p, li, dt, dd, figcaption, blockquote")) {
      if (end && !(el.compareDocumentPosition(end) & Node.DOCUMENT_POSITION_FOLLOWING)) break;
      if (el.closest(beside) || el.querySelector("p, li") || el.parentElement.closest("li, figcaption")) continue;
      const copy = el.cloneNode(true);
      for (const out of [...copy.querySelectorAll(beside)]) out.remove();
      for (const line of sentences(copy.textContent.trim())) if (line) all.push({ el, line });
    }
    return all;
  };

  const mark = (el) => {
    for (const old of [...document.querySelectorAll(".spoken")]) if (old !== el) old.classList.remove("spoken");
    if (!el || el.classList.contains("spoken")) return;
    el.classList.add("spoken");
    const box = el.getBoundingClientRect();
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (still || box.bottom > 60 && box.top < innerHeight - 60) return;
    el.scrollIntoView({ block: "center", behavior: "smooth" });
  };

  const say = () => {
    button.textContent = reading ? "Pause" : at > 0 ? "Go on listening" : "Listen";
    button.setAttribute("aria-pressed", reading);
  };

  // A pause is a stop that keeps its place, since not every browser can go on in the middle of a sentence.
  const stop = () => { said = null; reading = false; speech.cancel(); mark(null); say(); };

  const next = () => {
    if (at >= lines.length) { at = 0; stop(); return; }
    mark(lines[at].el);
    const now = said = new SpeechSynthesisUtterance(lines[at].line);
    now.voice = voice;
    now.lang = voice.lang;
    now.onend = () => { if (said === now) { at++; next(); } };
    now.onerror = () => { if (said === now) stop(); };
    speech.speak(now);
  };

  button.addEventListener("click", () => {
    if (reading) { stop(); return; }
    lines = lines || collect();
    if (!lines.length) return;
    speech.cancel(); // what another page may have left
    reading = true;
    say();
    next();
  });
  window.addEventListener("pagehide", () => { if (reading) stop(); });
  speech.onvoiceschanged = choose;
  choose();
}
