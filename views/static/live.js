// Keeps a class page up to date: asks for the state every two seconds and writes it into the table that is there.
// Without this file, and in a browser that lacks what it needs, the page works by reload.
const table = document.querySelector("table[data-live]");
const status = document.querySelector("[data-live-status]");
if (table && status && window.fetch) follow(table, status);

function follow(table, status) {
  const url = table.dataset.live;
  let seen = "", asOf = new Date();

  const write = (el, text) => { if (el && el.textContent !== text) el.textContent = text; };
  const clock = (time) => time.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  const old = (why) => write(status, why + " This page shows the class as it was at " + clock(asOf) + ".");

  function show(state) {
    // A student has come or gone: the server draws the rows, so ask it for the page.
    if (state.students !== table.dataset.students) { location.reload(); return; }
    for (const cell of state.cells) {
      const td = document.getElementById(cell.id);
      if (!td) continue;
      td.className = cell.class;
      write(td.querySelector("[data-sym]"), cell.symbol);
      write(td.querySelector("[data-word]"), cell.word);
    }
    write(document.querySelector("[data-live-sub]"), state.sub);
  }

  function signedOut() {
    old("You have been signed out.");
    const link = document.createElement("a");
    link.href = "/sign-in";
    link.textContent = "Sign in again";
    status.appendChild(document.createTextNode(" "));
    status.appendChild(link);
  }

  // Only a request that fails is called a failure of the connection; a wrong answer is called a wrong answer.
  async function ask() {
    let answer, text;
    try {
      const headers = { "Accept": "application/json", "If-None-Match": seen };
      answer = await fetch(url, { headers, cache: "no-store" });
      text = await answer.text();
    } catch (failed) {
      old("Cannot reach the computer that Dossier runs on.");
      setTimeout(ask, 2000);
      return;
    }
    try {
      if (take(answer, text)) setTimeout(ask, 2000);
    } catch (surprise) {
      old("This page does not update itself any more. Reload it.");
      throw surprise;
    }
  }

  // take shows what came and tells whether to ask again.
  function take(answer, text) {
    if (answer.status === 401) { signedOut(); return false; }
    if (answer.status === 404) { location.reload(); return false; }
    const json = (answer.headers.get("Content-Type") || "").startsWith("application/json");
    if (answer.status === 200 && json) {
      show(JSON.parse(text));
      seen = answer.headers.get("ETag") || "";
    } else if (answer.status !== 304) {
      old("Not up to date: Dossier has a problem at the moment.");
      return true;
    }
    asOf = new Date();
    write(status, "");
    return true;
  }

  setTimeout(ask, 2000);
}
