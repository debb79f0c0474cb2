// Keeps a class page up to date: asks for the state every two seconds and writes it into the table that is there.
// Without this file the page works by reload.
const table = document.querySelector("table[data-live]");
if (table) {
  const status = document.querySelector("[data-live-status]");
  const url = table.dataset.live;
  let seen = "";
  const write = (el, text) => { if (el && el.textContent !== text) el.textContent = text; };
  const show = (state) => {
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
  };
  const ask = async () => {
    try {
      const answer = await fetch(url, { headers: { "Accept": "application/json", "If-None-Match": seen }, cache: "no-store" });
      if (answer.status === 401 || answer.status === 404) { location.reload(); return; }
      if (answer.status === 200) { seen = answer.headers.get("ETag") || ""; show(await answer.json()); }
      write(status, "");
    } catch {
      write(status, "No connection. This page shows the last known state.");
    }
    setTimeout(ask, 2000);
  };
  setTimeout(ask, 2000);
}
