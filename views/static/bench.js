// Keeps the desk of a source bench saved while somebody writes, numbers evidence at once, and lets the clock be turned by hand.
// Without this file everything works with the buttons of the form.
const form = document.querySelector("form[data-desk]");
const clock = document.querySelector("[data-clock]");
const make = (tag, text, name) => { const el = document.createElement(tag); if (text) el.textContent = text; if (name) el.className = name; return el; };

if (form) desk(form);
if (clock) turn(clock);

function desk(form) {
  const text = form.elements.text, base = form.elements.base, tab = form.elements.tab;
  const status = form.querySelector("[data-saved]"), stale = form.querySelector("[data-stale]"), other = form.querySelector("[data-stale-text]");
  const words = form.querySelector("[data-words]");
  let touched = {}; // phrases that were ticked or unticked since the last form went
  let dirty = false, busy = false, stopped = false, timer = 0, wait = 5000, ended = false;

  for (const el of form.querySelectorAll("[data-nojs]")) el.hidden = true;

  const say = (line, failed) => { status.textContent = line; status.classList.toggle("failed", Boolean(failed)); };
  const body = (change) => {
    const data = new URLSearchParams(new FormData(form));
    data.set("do", "save");
    for (const [name, value] of Object.entries(change || {})) data.set(name, value);
    return data;
  };
  const send = (data, keepalive) => { touched = {}; return fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" }, redirect: "manual", keepalive }); };
  const later = (ms) => { clearTimeout(timer); timer = setTimeout(save, ms); };

  // One request at a time: what changes meanwhile goes with the next.
  async function save() {
    clearTimeout(timer);
    if (busy || stopped || ended) return;
    busy = true; dirty = false;
    const mine = text.value;
    try {
      const answer = await send(body());
      const json = (answer.headers.get("Content-Type") || "").startsWith("application/json");
      if (!json || answer.status === 401) {
        dirty = true;
        if (answer.status >= 500 || answer.status === 429) { say("Not saved. Your text stays here.", true); later(wait); wait = Math.min(wait * 2, 60000); }
        else if (answer.status === 413) say("Not saved: this is too long. Shorten it.", true);
        else { ended = true; say("You have been signed out. Save draft to sign in again.", true); }
        return;
      }
      wait = 5000;
      take(await answer.json(), answer.status, mine);
    } catch {
      dirty = true;
      say("Not saved: no connection. Your text stays here.", true);
      later(wait);
      wait = Math.min(wait * 2, 60000);
    } finally {
      busy = false;
    }
    if (dirty && !stopped && !ended && !status.classList.contains("failed")) later(300);
  }

  function take(state, code, mine) {
    if (state.stale) {
      stopped = true; dirty = true;
      form.querySelector("[data-stale-saved]").textContent = state.saved;
      other.value = state.text;
      stale.dataset.rev = state.rev;
      stale.hidden = false;
      say("Not saved yet: choose below.", true);
    } else if (state.problem) {
      dirty = true; stopped = Boolean(state.locked);
      say(state.problem, true);
      return;
    } else {
      base.value = state.rev;
      if (code === 200 && text.value === mine) say("✓ Saved " + state.saved);
    }
    showEvidence(state.chips);
    showCoach(state);
  }

  // Two texts, and both stay: the one that is put aside is saved first, as an earlier text.
  form.querySelector("[data-keep-mine]").addEventListener("click", () => {
    base.value = stale.dataset.rev;
    stale.hidden = true; stopped = false;
    save(); text.focus();
  });
  form.querySelector("[data-take-other]").addEventListener("click", async () => {
    const theirs = other.value;
    base.value = stale.dataset.rev;
    stale.hidden = true; stopped = false;
    await save();
    text.value = theirs;
    count(); save(); text.focus();
  });

  function count() {
    const n = text.value.replace(/\[\d{1,3}\]/g, " ").split(/\s+/).filter((w) => /[\p{L}\p{N}]/u.test(w)).length;
    words.textContent = n + " of about " + words.dataset.target + " words";
  }
  text.addEventListener("input", () => { dirty = true; count(); if (!stopped && !ended) { say(""); later(2000); } });
  form.addEventListener("change", (event) => {
    if (event.target.name !== "pick") return;
    touched[event.target.value] = true;
    setHad(event.target.value, !event.target.checked);
    dirty = true;
    save();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.name === "pick") { event.preventDefault(); event.target.click(); }
  });
  form.addEventListener("keypress", (event) => { if (event.key === "Enter" && event.target.name === "pick") event.preventDefault(); });
  // A chip puts its number where the caret stands.
  form.addEventListener("click", (event) => {
    const chip = event.target.closest("button.chip");
    if (!chip) return;
    const at = text.selectionEnd, before = text.value.slice(0, at);
    const mark = (before && !/\s$/.test(before) ? " " : "") + "[" + chip.dataset.number + "]";
    text.setRangeText(mark, at, at, "end");
    text.focus();
    text.dispatchEvent(new Event("input", { bubbles: true }));
  });
  form.querySelector("[data-save]").addEventListener("click", (event) => {
    if (ended) return; // the form itself goes, and is kept while its author signs in
    event.preventDefault();
    if (stopped) { stale.scrollIntoView({ block: "center" }); return; }
    save();
  });
  let leaving = false;
  form.addEventListener("submit", () => { leaving = true; clearTimeout(timer); });
  addEventListener("pageshow", () => { leaving = false; });
  const away = () => { if (dirty && !stopped && !ended && !leaving) { dirty = false; send(body(), true).then((a) => a.ok ? a.json() : null).then((s) => { if (s) { base.value = s.rev; showEvidence(s.chips); } else dirty = true; }).catch(() => { dirty = true; }); } };
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") away(); });
  addEventListener("pagehide", away);
  addEventListener("beforeunload", (event) => { if (dirty && !leaving && status.classList.contains("failed")) event.preventDefault(); });

  // Evidence travels as changes, so that an older window takes nothing of a newer one away: the form says which phrases
  // were evidence before, and whoever ticks or unticks one says the opposite of it.
  function setHad(phrase, had) {
    const field = Array.from(form.querySelectorAll("input[name=had]")).filter((el) => el.value === phrase)[0];
    if (field && !had) field.parentNode.removeChild(field);
    if (field || !had) return;
    const added = document.createElement("input");
    added.type = "hidden"; added.name = "had"; added.value = phrase;
    form.appendChild(added);
  }

  function showEvidence(chips) {
    const numbers = new Map(chips.map((c) => [c.phrase, c.number]));
    for (const box of form.querySelectorAll("input[name=pick]")) {
      if (touched[box.value]) continue; // that goes with the next form
      box.checked = numbers.has(box.value);
      setHad(box.value, box.checked);
    }
    for (const box of form.querySelectorAll("input[name=pick]")) box.parentElement.querySelector("[data-number]").textContent = box.checked ? numbers.get(box.value) || "" : "";
    drawChips(chips);
    for (const select of form.querySelectorAll("select[data-phrases]")) {
      const of = chips.filter((c) => c.source === select.dataset.phrases), chosen = select.value;
      const first = make("option", of.length ? "choose" : "first tick words in the text");
      first.value = "";
      const kept = Array.from(select.options).filter((o) => o.value && o.value === chosen && !of.some((c) => c.phrase === chosen));
      select.replaceChildren(first, ...kept, ...of.map((c) => { const o = make("option", c.number + " · " + c.quote); o.value = c.phrase; return o; }));
      select.value = chosen;
    }
  }
  function drawChips(chips) {
    form.querySelector("[data-chips]").replaceChildren(...chips.map((c) => {
      const item = make("li"), chip = make("button", c.number + " · " + c.quote, "chip");
      chip.type = "button"; chip.dataset.number = c.number;
      chip.append(make("span", " (" + c.name + "): put its number into the text", "unseen"));
      item.append(chip);
      return item;
    }));
    form.querySelector("[data-no-chips]").hidden = chips.length > 0;
  }
  function showCoach(state) {
    form.querySelector("[data-notes]").replaceChildren(...(state.notes || []).map((n) => make("li", n)));
    const blank = form.querySelector("template[data-nudge]");
    form.querySelector("[data-nudges]").replaceChildren(...(state.nudges || []).map((n) => {
      const item = blank.content.firstElementChild.cloneNode(true), put = item.querySelector("button");
      item.querySelector("bdi").textContent = n.quote;
      item.querySelector(".ask").textContent = n.ask;
      put.value = "nudge:" + n.rule;
      put.append(make("span", ": " + n.ask, "unseen"));
      return item;
    }));
  }

  // The page may have come from the browser's memory with an older form: what the server drew counts.
  drawChips([...form.querySelectorAll("[data-chips] > [data-number]")].map((li) => ({ number: li.dataset.number, quote: li.dataset.quote, name: li.dataset.name })));
}

// turn puts a slider on the line of events. Days between two events lie evenly between them. Which fact was public when, and who is
// known to have known it, the server has written beside each.
function turn(clock) {
  const events = [...clock.querySelectorAll(".line li")], days = events.map((li) => Date.parse(li.dataset.day + "T00:00:00Z"));
  const facts = [...clock.querySelectorAll("[data-public]")];
  const lists = Object.fromEntries([...clock.querySelectorAll("[data-known]")].map((s) => [s.dataset.known, s]));
  const writers = JSON.parse(clock.dataset.writers), own = clock.querySelector("input[type=date]");
  const iso = (ms) => new Date(ms).toISOString().slice(0, 10);
  const inWords = (day) => new Date(day + "T00:00:00Z").toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  // Where the dots stand along the line, in thousandths: the first and the last at its ends, the others in the middle of their columns.
  const n = days.length, place = days.map((_, i) => i === 0 ? 0 : i === n - 1 ? 1000 : Math.round((i + 0.5) / n * 1000));
  const between = (x, from, to) => {
    let i = from.findLastIndex((v) => v <= x);
    i = Math.max(0, Math.min(i, n - 2));
    return to[i] + (to[i + 1] - to[i]) * Math.max(0, Math.min(1, (x - from[i]) / (from[i + 1] - from[i] || 1)));
  };
  const at = (value) => iso(between(value, place, days));
  const valueOf = (day) => Math.round(between(Date.parse(day + "T00:00:00Z"), days, place));

  const range = document.createElement("input");
  range.type = "range"; range.min = 0; range.max = 1000; range.setAttribute("aria-label", "The day on the clock");
  clock.querySelector(".line").after(range);

  function show(day, line) {
    const happened = events.filter((li) => li.dataset.day <= day);
    events.forEach((li, i) => { li.classList.toggle("done", i < happened.length); li.classList.toggle("now", i === happened.length - 1); });
    clock.querySelector("[data-clock-day]").textContent = inWords(day);
    const last = happened.length ? ", the last of them: " + happened.at(-1).querySelector(".what").textContent : "";
    const open = facts.filter((fact) => fact.dataset.public <= day).length;
    if (line) clock.querySelector("[data-clock-line]").textContent = "By " + inWords(day) + ", " + happened.length + " of " + events.length + " events had happened or begun" + last +
      ". Of " + facts.length + " facts " + open + " were public and " + (facts.length - open) + " were not.";
    for (const fact of facts) {
      const known = fact.dataset.public > day ? "could-not-know" : fact.dataset.knew.split(" ").includes(day) ? "knew" : "could-know";
      if (fact.closest("[data-known]") !== lists[known]) lists[known].querySelector("ul").append(fact);
    }
    for (const list of Object.values(lists)) {
      const ul = list.querySelector("ul");
      ul.replaceChildren(...[...ul.children].sort((a, b) => a.dataset.place - b.dataset.place));
      list.querySelector(".none").hidden = ul.children.length > 0;
      const title = list.querySelector("[data-title]");
      title.textContent = (writers[day] || "A writer of that day") + " " + title.dataset.title;
    }
    clock.querySelector("[data-no-writer]").hidden = Boolean(writers[day]);
    if (own) own.value = day;
    point(day);
  }
  // On a wide screen the slider is the hand of the clock: the line is dark as far as it.
  const hands = range.parentElement;
  const point = (day) => {
    range.setAttribute("aria-valuetext", inWords(day));
    hands.style.setProperty("--at", range.value / 1000);
  };
  const set = (day) => { range.value = valueOf(day); turned(day); };
  const turned = (day) => { show(day, true); clock.querySelector("details").open = true; };
  range.value = valueOf(clock.dataset.clock);
  point(clock.dataset.clock);
  range.addEventListener("input", () => show(at(Number(range.value)), false));
  range.addEventListener("change", () => turned(at(Number(range.value))));
  clock.addEventListener("click", (event) => {
    const button = event.target.closest("[data-set]");
    if (button) { event.preventDefault(); set(button.dataset.set); return; }
    if (event.target.closest("[data-own]") && own.value) { event.preventDefault(); set(own.value); }
  });
}
