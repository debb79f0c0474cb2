// The door of a class. A student who waits is let in without pressing anything; a teacher's page says who is in and who
// waits. Without this file both work by reload.
const waits = document.querySelector("[data-waiting]");
const door = document.querySelector("[data-door]");
if (window.fetch && (waits || door)) {
  const every = 3000;
  // What the program says, or null when it cannot be asked at the moment.
  const ask = async (url) => {
    const answer = await fetch(url, { headers: { "Accept": "application/json" }, cache: "no-store" });
    if (answer.status === 401 || answer.status === 404) return { ended: true };
    return answer.ok ? answer.json() : null;
  };
  const follow = (url, take) => {
    const look = () => ask(url).catch(() => null).then((state) => {
      if (take(state)) setTimeout(look, every);
    });
    setTimeout(look, every);
  };
  const write = (el, text) => { if (el && el.textContent !== text) el.textContent = text; };

  if (waits && waits.querySelector("[data-waiting-status]")) {
    const status = waits.querySelector("[data-waiting-status]");
    write(status, "This page checks by itself every three seconds.");
    follow(waits.dataset.waiting, (state) => {
      if (!state) { write(status, "No connection. This page keeps trying."); return true; }
      if (state.state === "waits") { write(status, "This page checks by itself every three seconds."); return true; }
      waits.submit();
      return false;
    });
  }

  if (door) {
    const busy = () => {
      const at = document.activeElement;
      return at && at.closest("main form") && at.matches("input, textarea, select, button");
    };
    follow(door.dataset.door, (state) => {
      if (!state) return true;
      if (state.ended) return false;
      write(door.querySelector("[data-door-in]"), state.in);
      write(door.querySelector("[data-door-waiting]"), state.waiting);
      if ("reload" in door.dataset && state.version !== door.dataset.version && !busy()) {
        location.reload();
        return false;
      }
      return true;
    });
  }
}
