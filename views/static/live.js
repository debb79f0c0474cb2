// Keeps the page of a class, and that of work that was handed out, up to date: asks every two seconds what has changed and puts the parts in that the server
// has drawn anew. Without this file, and in a browser that lacks what it needs, the page works by reload.
//
// Nobody has to be there: on a wall the server answers for the rest of the school day, without names once the page has
// not been used for an hour. When it answers no more, everything about the class is taken off the screen.
const line = document.querySelector("[data-live-status]"), said = document.querySelector("[data-live-said]");
const able = window.fetch && window.Promise && "content" in document.createElement("template");
if (line && said && able && document.querySelector("#today[data-live]")) follow();

function follow() {
  const often = 2000, seldom = 15000, patience = 10000; // milliseconds
  const tooOld = 3600000;                               // then what stands here is taken off, whatever the reason
  const page = () => document.getElementById("today");
  let tag = "", have = "", asOf = Date.now(), wait = often, timer = 0, busy = false, over = false, spoken = 0;

  const make = (html) => html;
  const trusted = window.trustedTypes ? window.trustedTypes.createPolicy("live", { createHTML: make }) : null;
  // The HTML is drawn by the same program as the page, with everything in it escaped; it comes from nowhere else.
  function element(html) {
    const holder = document.createElement("template");
    holder.innerHTML = trusted ? trusted.createHTML(html) : html;
    return document.importNode(holder.content, true).firstElementChild;
  }

  const write = (el, text) => { if (el.textContent !== text) el.textContent = text; };
  const clock = (time) => new Date(time).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  const old = (why) => write(line, why + " This page shows the class as it was at " + clock(asOf) + ".");

  // say reads out what is new, once a minute at most.
  function say(text) {
    if (!text || text === said.textContent || Date.now() - spoken < 60000) return;
    spoken = Date.now();
    said.textContent = text;
  }

  const sameField = (a, b) => ["href", "name", "value"].every((of) => a.getAttribute(of) === b.getAttribute(of));

  // swap puts a part in the place of the one before, and leaves open what was open, ticked what was ticked and the
  // focus where it was.
  function swap(was, now) {
    if (was.isEqualNode(now)) return;
    for (const fold of was.querySelectorAll("details[open][id]")) {
      const same = now.querySelector("#" + fold.id);
      if (same) same.open = true;
    }
    const on = was.contains(document.activeElement) ? document.activeElement : null;
    was.parentNode.replaceChild(now, was);
    for (const box of was.querySelectorAll("input")) {
      const same = [...now.querySelectorAll("input")].find((el) => sameField(el, box));
      if (same) same.checked = box.checked;
    }
    if (!on) return;
    const like = on.tagName.toLowerCase() === "summary"
      ? [...now.querySelectorAll("summary")].filter((el) => el.parentElement.id === on.parentElement.id)
      : [...now.querySelectorAll("a, input")].filter((el) => sameField(el, on));
    if (like[0]) like[0].focus({ preventScroll: true });
  }

  // fillRows takes out who has gone and puts in who has come. Everybody else keeps their place until the page is loaded
  // again, so that nothing moves under a finger.
  function fillRows(rows, parts) {
    const table = page().querySelector("table.grid, table.takers");
    if (!table) return;
    const body = table.tBodies[0];
    for (const row of [...body.rows]) if (rows.indexOf(row.id) < 0) body.removeChild(row);
    let next = null;
    for (let i = rows.length - 1; i >= 0; i--) {
      let row = document.getElementById(rows[i]);
      if (!row && parts[rows[i]]) {
        row = element(parts[rows[i]]);
        body.insertBefore(row, next);
      }
      if (row) next = row;
    }
    table.hidden = rows.length === 0;
    const orders = page().querySelector(".orders");
    if (orders) orders.hidden = table.hidden;
  }

  function show(state) {
    if (state.whole) {
      page().parentNode.replaceChild(element(state.whole), page());
      said.textContent = "";
      return;
    }
    if (state.again !== (page().dataset.again || "")) { reload(); return; }
    for (const id of Object.keys(state.parts)) {
      const was = document.getElementById(id);
      if (was && page().contains(was)) swap(was, element(state.parts[id]));
    }
    if (state.rows) fillRows(state.rows, state.parts);
    const news = page().querySelector("[data-say]");
    say(news ? news.dataset.say : "");
  }

  // reload loads the page again, which does not count as somebody using it.
  function reload() {
    over = true;
    const to = page().dataset.here;
    location.replace(to + (to.indexOf("?") < 0 ? "?" : "&") + "by=itself&sort=" + (page().dataset.by || ""));
  }

  // clear takes everything off the screen that is about people.
  function clear(why) {
    over = true;
    const main = document.getElementById("main"), menu = document.querySelector(".top .menu");
    const link = document.createElement("a");
    link.href = "/sign-in?to=" + page().dataset.here.split("?")[0];
    link.textContent = "Sign in again";
    if (menu) menu.parentNode.removeChild(menu);
    for (const el of [...main.children]) if (el !== line) main.removeChild(el);
    document.title = "Dossier";
    write(line, why + " ");
    line.appendChild(link);
  }

  function away(why) {
    if (Date.now() - asOf > tooOld) { clear("This page has had no answer for an hour."); return; }
    old(why);
    wait = Math.min(wait * 2, seldom);
    later(wait);
  }

  function later(ms) {
    clearTimeout(timer);
    if (!over) timer = setTimeout(ask, ms);
  }

  function get() {
    const at = page().dataset;
    const url = at.live + "?view=" + at.view + "&sort=" + (at.by || "") + "&have=" + have;
    const headers = { "Accept": "application/json", "If-None-Match": tag };
    const tooLate = new Promise((_, fail) => setTimeout(() => fail(new Error("no answer")), patience));
    return Promise.race([fetch(url, { headers, cache: "no-store", credentials: "same-origin" }), tooLate]);
  }

  // Only a request that fails is called a failure of the connection; a wrong answer is called a wrong answer.
  async function ask() {
    if (busy || over || document.hidden) return;
    busy = true;
    let answer = null, text = "";
    try {
      answer = await get();
      text = await answer.text();
    } catch (failed) { answer = null; }
    busy = false;
    if (!answer) { away("Cannot reach the computer that Dossier runs on."); return; }
    try {
      take(answer, text);
    } catch (surprise) {
      old("This page does not update itself any more. Reload it.");
      throw surprise;
    }
  }

  // take shows what came.
  function take(answer, text) {
    const json = (answer.headers.get("Content-Type") || "").startsWith("application/json");
    if (answer.status === 401) { clear("You have been signed out."); return; }
    if (answer.status === 404) { clear("You do not teach this class any more, or somebody has deleted it."); return; }
    if (answer.status === 200 && json) {
      const state = JSON.parse(text);
      show(state);
      have = state.whole ? "" : state.have;
      tag = state.whole ? "" : answer.headers.get("ETag") || "";
    } else if (answer.status !== 304) {
      away("Not up to date: Dossier has a problem at the moment.");
      return;
    }
    asOf = Date.now();
    wait = often;
    write(line, "");
    later(often);
  }

  document.addEventListener("visibilitychange", () => { if (!document.hidden) later(0); });
  later(often);
}
