// Keeps the draft at a source bench saved while somebody writes, numbers evidence at once, and lets the clock be
// turned by hand. Without this file, and in a browser that lacks what it needs, everything works with the buttons of
// the form. So a plain button is hidden last, when all that stands in for it is there.
const desk = document.querySelector("form[data-desk]");
const clock = document.querySelector("[data-clock]");

if (desk && window.fetch && window.URLSearchParams && "content" in document.createElement("template")) write(desk);
if (clock) turn(clock);
for (const proof of document.querySelectorAll(".proof")) counts(proof);

// counts says beside a skill how many sentences are chosen to show it.
function counts(proof) {
  const said = proof.querySelector("[data-chosen]");
  proof.addEventListener("change", () => {
    const n = proof.querySelectorAll("input:checked").length;
    said.textContent = n ? n + " chosen" : "none yet";
  });
}

function make(tag, text, name) {
  const el = document.createElement(tag);
  if (text) el.textContent = text;
  if (name) el.className = name;
  return el;
}

// fill puts these elements into a list, in place of what it had.
function fill(list, elements) {
  while (list.firstChild) list.removeChild(list.firstChild);
  for (const el of elements) list.appendChild(el);
}

// wordCounter counts words as the server does: what has a letter or a digit. An old browser cannot tell letters beyond
// a to z; there the count is near enough.
function wordCounter() {
  let word = /[^\s.,;:!?()[\]"'“”‘’«»/\\–—-]/;
  try { word = new RegExp("[\\p{L}\\p{N}]", "u"); } catch (unknown) { /* near enough */ }
  return (text) => text.replace(/\[\d{1,3}\]/g, " ").split(/\s+/).filter((w) => word.test(w)).length;
}

function write(form) {
  const find = (selector) => form.querySelector(selector);
  const all = (selector) => [...form.querySelectorAll(selector)];
  // The text has a box on one of the steps; on the others the evidence alone is saved.
  const base = form.elements.base, text = find("textarea[name=text]") || { value: "" }, typing = Boolean(text.name);
  const status = find("[data-saved]"), stale = find("[data-stale]"), other = find("[data-stale-text]");
  const words = find("[data-words]"), countWords = wordCounter();
  let touched = {}; // phrases that were ticked or unticked since the last form went
  // dirty: something is not saved. busy: a request is out. stopped: somebody has to choose first. over: the plain
  // buttons do it all.
  let dirty = false, busy = false, stopped = false, over = false, leaving = false, timer = 0, wait = 5000;

  const say = (line, failed) => { status.textContent = line; status.classList.toggle("failed", Boolean(failed)); };
  const later = (ms) => { clearTimeout(timer); timer = setTimeout(save, ms); };
  const plain = (yes) => { for (const el of all("[data-nojs]")) el.hidden = !yes; };
  const send = (keepalive) => {
    touched = {};
    const body = new URLSearchParams(new FormData(form));
    body.set("do", "save");
    const headers = { Accept: "application/json" };
    return fetch(form.action, { method: "POST", body, headers, redirect: "manual", keepalive: Boolean(keepalive) });
  };

  // One request at a time: what changes meanwhile goes with the next. Only a request that fails is called a failure
  // of the connection.
  async function save() {
    clearTimeout(timer);
    if (busy || stopped || over) return;
    busy = true; dirty = false;
    const mine = text.value;
    let answer, body;
    try {
      answer = await send();
      body = await answer.text();
    } catch (failed) {
      again("Not saved: no connection. Your text stays here.");
    }
    busy = false;
    if (body !== undefined) handle(answer, body, mine);
    if (dirty && !stopped && !over && !status.classList.contains("failed")) later(300);
  }

  function again(line) {
    dirty = true;
    say(line, true);
    later(wait);
    wait = Math.min(wait * 2, 60000);
  }

  // handle takes what the server answered. Where it cannot be shown, the page becomes the plain one again, which
  // needs no script.
  function handle(answer, body, mine) {
    try {
      const json = (answer.headers.get("Content-Type") || "").startsWith("application/json");
      if (json && answer.status !== 401) {
        wait = 5000;
        take(JSON.parse(body), answer.status, mine);
      } else if (answer.status >= 500 || answer.status === 429) {
        again("Not saved. Your text stays here.");
      } else {
        refused(answer.status);
      }
    } catch (surprise) {
      giveUp();
      throw surprise;
    }
  }

  function refused(status) {
    dirty = true;
    if (status === 413) { say("Not saved: this is too long. Shorten it.", true); return; }
    over = true;
    plain(true);
    say("You have been signed out. Save draft to sign in again.", true);
  }

  function giveUp() {
    over = true; dirty = false;
    plain(true);
    say("This page does not save by itself any more. Press Save draft.");
  }

  function take(state, code, mine) {
    if (state.stale) {
      showStale(state);
    } else if (state.problem) {
      dirty = true; stopped = Boolean(state.locked);
      say(state.problem, true);
      return;
    } else {
      base.value = state.rev;
      if (code === 200 && text.value === mine) say("✓ Saved " + state.saved);
    }
    showEvidence(state.chips || []);
    if (typing) showCoach(state);
  }

  // Two texts, and both are kept: the one that is put aside is saved first, as an earlier text.
  function showStale(state) {
    stopped = true; dirty = true;
    find("[data-stale-saved]").textContent = state.saved;
    other.value = state.text;
    stale.dataset.rev = state.rev;
    stale.hidden = false;
    say("Not saved yet: choose below.", true);
  }
  function chosen() {
    base.value = stale.dataset.rev;
    stale.hidden = true; stopped = false;
    return save();
  }
  function keepMine() { chosen(); text.focus(); }
  async function takeOther() {
    const theirs = other.value, tab = form.elements.tab;
    await chosen();
    tab.value = tab.value.slice(1) + tab.value[0]; // what was put aside stays: of one page a minute keeps one text
    text.value = theirs;
    count(); save(); text.focus();
  }

  function count() { words.textContent = words.dataset.asked + " words asked, " + countWords(text.value) + " so far"; }

  function typed() {
    dirty = true;
    count();
    if (!stopped && !over) { say(""); later(2000); }
  }

  // A chip puts its number where the caret stands.
  function cite(chip) {
    const at = text.selectionEnd, before = text.value.slice(0, at);
    const mark = (before && !/\s$/.test(before) ? " " : "") + "[" + chip.dataset.number + "]";
    text.setRangeText(mark, at, at, "end");
    text.focus();
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // The button saves without leaving the page, except when the form itself has to go: it is kept while its author
  // signs in.
  function saveButton(event) {
    if (over) return;
    event.preventDefault();
    if (stopped) stale.scrollIntoView({ block: "center" }); else save();
  }

  function away() {
    if (!dirty || stopped || over || leaving) return;
    dirty = false;
    send(true).then((answer) => answer.ok ? answer.json() : null).then((state) => {
      if (!state) { dirty = true; return; }
      base.value = state.rev;
      showEvidence(state.chips || []);
    }).catch(() => { dirty = true; });
  }

  // Evidence travels as changes, so that an older window undoes nothing of a newer one: the form says which phrases were
  // evidence before, and a tick or untick says the opposite for one of them.
  function setHad(phrase, had) {
    const field = Array.from(form.querySelectorAll("input[name=had]")).filter((el) => el.value === phrase)[0];
    if (field && !had) field.parentNode.removeChild(field);
    if (field || !had) return;
    const added = document.createElement("input");
    added.type = "hidden"; added.name = "had"; added.value = phrase;
    form.appendChild(added);
  }

  function showEvidence(chips) {
    const number = (phrase) => { const c = chips.find((c) => c.phrase === phrase); return c ? c.number : ""; };
    for (const box of all("input[name=pick]")) {
      if (!touched[box.value]) { // what was touched goes with the next form
        box.checked = chips.some((c) => c.phrase === box.value);
        setHad(box.value, box.checked);
      }
      box.parentElement.querySelector("[data-number]").textContent = box.checked ? number(box.value) : "";
    }
    drawChips(chips);
    for (const select of all("select[data-phrases]")) {
      drawOptions(select, chips.filter((c) => c.source === select.dataset.phrases));
    }
  }
  function drawOptions(select, chips) {
    const chosen = select.value;
    const options = [make("option", chips.length ? "choose" : "first tick words in the text")];
    options[0].value = "";
    for (const c of chips) {
      const option = make("option", c.number + " · " + c.quote);
      option.value = c.phrase;
      options.push(option);
    }
    const kept = Array.from(select.options).filter((o) => o.value && o.value === chosen);
    fill(select, chips.some((c) => c.phrase === chosen) ? options : options.concat(kept));
    select.value = chosen;
  }
  function drawChips(chips) {
    if (!find("[data-chips]")) return;
    fill(find("[data-chips]"), chips.map((c) => {
      if (!typing) {
        const plain = make("li", c.number + " · " + c.quote, "chip");
        plain.appendChild(make("span", " (" + c.name + ")", "unseen"));
        return plain;
      }
      const item = make("li"), chip = make("button", c.number + " · " + c.quote, "chip");
      chip.type = "button"; chip.dataset.number = c.number;
      chip.appendChild(make("span", " (" + c.name + "): put its number into the text", "unseen"));
      item.appendChild(chip);
      return item;
    }));
    find("[data-no-chips]").hidden = chips.length > 0;
  }
  function showCoach(state) {
    fill(find("[data-notes]"), (state.notes || []).map((n) => make("li", n)));
    const blank = find("template[data-nudge]");
    fill(find("[data-nudges]"), (state.nudges || []).map((n) => {
      const item = blank.content.firstElementChild.cloneNode(true), put = item.querySelector("button");
      item.querySelector("bdi").textContent = n.quote;
      item.querySelector(".ask").textContent = n.ask;
      put.value = "nudge:" + n.rule;
      put.appendChild(make("span", ": " + n.ask, "unseen"));
      return item;
    }));
  }

  function listen() {
    find("[data-save]").addEventListener("click", saveButton);
    if (typing) {
      find("[data-keep-mine]").addEventListener("click", keepMine);
      find("[data-take-other]").addEventListener("click", takeOther);
      text.addEventListener("input", typed);
    }
    form.addEventListener("change", (event) => {
      if (event.target.name !== "pick") return;
      touched[event.target.value] = true;
      setHad(event.target.value, !event.target.checked);
      dirty = true;
      save();
    });
    const enters = (event) => event.key === "Enter" && event.target.name === "pick";
    form.addEventListener("keydown", (event) => {
      if (!enters(event)) return;
      event.preventDefault();
      event.target.click();
    });
    form.addEventListener("keypress", (event) => { if (enters(event)) event.preventDefault(); });
    form.addEventListener("click", (event) => {
      const chip = event.target.closest("button.chip");
      if (chip) cite(chip);
    });
    form.addEventListener("submit", () => { leaving = true; clearTimeout(timer); });
    addEventListener("pageshow", () => { leaving = false; });
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") away(); });
    addEventListener("pagehide", away);
    addEventListener("beforeunload", (event) => {
      if (dirty && !leaving && status.classList.contains("failed")) event.preventDefault();
    });
  }

  // The page may have come from the browser's memory with an older form: what the server drew counts.
  drawChips(all("[data-chips] > [data-number]").map((li) => li.dataset));
  listen();
  plain(false);
}

// turn puts a slider on the line of events. Days between two events lie evenly between them. Which fact was public
// when, and who is known to have known it, the server has written beside each.
function turn(clock) {
  const find = (selector) => clock.querySelector(selector);
  const events = [...clock.querySelectorAll(".line li")], facts = [...clock.querySelectorAll("[data-public]")];
  const time = (day) => Date.parse(day + "T00:00:00Z"), days = events.map((li) => time(li.dataset.day));
  const lists = [...clock.querySelectorAll("[data-known]")];
  const listOf = (known) => lists.find((list) => list.dataset.known === known);
  const writers = JSON.parse(clock.dataset.writers), own = find("input[type=date]");
  const iso = (ms) => new Date(ms).toISOString().slice(0, 10);
  const inWords = (day) => new Date(time(day)).toLocaleDateString("en-GB",
    { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  // Where the dots stand along the line, in thousandths: the first and the last at its ends, the others in the middle
  // of their columns.
  const n = days.length;
  const place = days.map((_, i) => i === 0 ? 0 : i === n - 1 ? 1000 : Math.round((i + 0.5) / n * 1000));
  const between = (x, from, to) => {
    const i = Math.max(0, Math.min(from.filter((v) => v <= x).length - 1, n - 2));
    return to[i] + (to[i + 1] - to[i]) * Math.max(0, Math.min(1, (x - from[i]) / (from[i + 1] - from[i] || 1)));
  };
  const at = (value) => iso(between(value, place, days));
  const valueOf = (day) => Math.round(between(time(day), days, place));

  const range = document.createElement("input");
  range.type = "range"; range.min = 0; range.max = 1000; range.setAttribute("aria-label", "The day on the clock");

  function show(day) {
    const happened = events.filter((li) => li.dataset.day <= day).length;
    events.forEach((li, i) => {
      li.classList.toggle("done", i < happened);
      li.classList.toggle("now", i === happened - 1);
    });
    find("[data-clock-day]").textContent = inWords(day);
    for (const fact of facts) {
      const knew = fact.dataset.knew.split(" ").includes(day);
      const list = listOf(fact.dataset.public > day ? "could-not-know" : knew ? "knew" : "could-know");
      if (fact.closest("[data-known]") !== list) list.querySelector("ul").appendChild(fact);
    }
    for (const list of lists) {
      const ul = list.querySelector("ul"), title = list.querySelector("[data-title]");
      fill(ul, [...ul.children].sort((a, b) => a.dataset.place - b.dataset.place));
      list.querySelector(".none").hidden = ul.children.length > 0;
      title.textContent = (writers[day] || "A writer of that day") + " " + title.dataset.title;
    }
    find("[data-no-writer]").hidden = Boolean(writers[day]);
    if (own) own.value = day;
    point(day);
  }
  function tell(day) {
    const happened = events.filter((li) => li.dataset.day <= day), last = happened[happened.length - 1];
    const open = facts.filter((fact) => fact.dataset.public <= day).length;
    find("[data-clock-line]").textContent = "By " + inWords(day) + ", " + happened.length + " of " + events.length +
      " events had happened or begun" + (last ? ", the last of them: " + last.querySelector(".what").textContent : "") +
      ". Of " + facts.length + " facts " + open + " were public and " + (facts.length - open) + " were not.";
  }
  // On a wide screen the slider is the hand of the clock: the line is dark as far as it.
  const hands = find(".line").parentElement;
  const point = (day) => {
    range.setAttribute("aria-valuetext", inWords(day));
    hands.style.setProperty("--at", range.value / 1000);
  };
  const turned = (day) => { show(day); tell(day); find("details").open = true; };
  const set = (day) => { range.value = valueOf(day); turned(day); };

  range.value = valueOf(clock.dataset.clock);
  point(clock.dataset.clock);
  range.addEventListener("input", () => show(at(Number(range.value))));
  range.addEventListener("change", () => turned(at(Number(range.value))));
  // Where a day cannot be shown, the button goes on to the server, as it does without a script.
  clock.addEventListener("click", (event) => {
    const button = event.target.closest("[data-set]"), day = button ? button.dataset.set : own && own.value;
    if (!day || !button && !event.target.closest("[data-own]")) return;
    set(day);
    event.preventDefault();
  });
  hands.appendChild(range);
  hands.classList.add("turns");
}
