// Away: an answer that is sent while the network is gone stays on its page and goes when the network is back. A form with
// data-away carries a token, so that one which arrives twice counts once. The server says where to go on; whatever else
// it answers the browser shows by itself, by sending the form as it would without this file.
const forms = [...document.querySelectorAll("form[data-away]")];
const all = window.fetch && window.URLSearchParams && window.FormData ? forms.map(keep) : [];
const patience = 15000; // for one answer of the server
let arrived = "", leaving = false;

const ask = (event) => { event.preventDefault(); event.returnValue = ""; };
function guard() {
  const needed = !leaving && all.some((one) => one.unsent());
  if (needed) addEventListener("beforeunload", ask); else removeEventListener("beforeunload", ask);
}

// goOn leaves the page once nothing on it waits any more: a second answer goes first.
function goOn(plainly) {
  for (const one of all) one.retry();
  if (all.some((one) => one.busy())) return;
  const to = new URL(arrived, location.href);
  const same = to.pathname + to.search === location.pathname + location.search;
  if (same && to.hash) return plainly(); // the browser would only scroll
  leaving = true;
  guard();
  location.assign(to.href);
}

addEventListener("online", () => { for (const one of all) one.retry(); });

function keep(form) {
  const box = document.createElement("div"), line = document.createElement("p"), now = document.createElement("button");
  // "": nothing is sent. "sending", "waiting" for the network, "sent". changed: what was sent is not what stands there.
  let state = "", changed = false, wait = 0, timer = 0, pressed = null, fields = null;
  box.className = "unsent";
  line.setAttribute("role", "status");
  now.type = "button";
  now.className = "btn";
  now.textContent = "Try now";
  now.hidden = true;
  box.appendChild(line);
  box.appendChild(now);
  form.appendChild(box);

  const say = (text) => { if (line.textContent !== text) line.textContent = text; };
  const set = (to) => { state = to; now.hidden = state !== "waiting"; guard(); };

  function read() {
    const read = new URLSearchParams(new FormData(form));
    if (pressed && pressed.name) read.append(pressed.name, pressed.value);
    return read;
  }

  function plainly() {
    leaving = true;
    set("");
    const same = document.createElement("form"); // what was sent, whatever has been changed since
    same.method = "post";
    same.action = form.getAttribute("action");
    same.hidden = true;
    fields.forEach((value, name) => {
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = name;
      field.value = value;
      same.appendChild(field);
    });
    document.body.appendChild(same);
    HTMLFormElement.prototype.submit.call(same);
    document.body.removeChild(same);
  }

  function post() {
    const stop = window.AbortController ? new AbortController() : null;
    const headers = { "Accept": "text/html", "X-Sent-By-Page": "yes" };
    const options = { method: "POST", body: fields, headers, credentials: "same-origin", redirect: "manual" };
    if (stop) options.signal = stop.signal;
    let late = 0;
    const tooLate = new Promise((_, fail) => {
      late = setTimeout(() => { fail(new Error("no answer")); if (stop) stop.abort(); }, patience);
    });
    const ended = () => clearTimeout(late);
    const race = Promise.race([fetch(form.getAttribute("action"), options), tooLate]);
    race.then(ended, ended);
    return race;
  }

  async function send() {
    clearTimeout(timer);
    set("sending");
    const what = form.dataset.away ? "Sending …" : "Sending your answer …";
    const slow = setTimeout(() => { if (!line.textContent) say(what); }, 1000);
    let answer = null;
    try { answer = await post(); } catch (failed) { /* no connection */ }
    clearTimeout(slow);
    if (!answer || nobody(answer)) return away();
    const to = answer.status === 204 && answer.headers.get("Location");
    if (!to) return plainly();
    arrived = to;
    set("sent");
    say("Sent.");
    goOn(plainly);
  }

  // nobody tells that a proxy answered for a program that does not run. Our own pages have a policy.
  function nobody(answer) {
    return [502, 503, 504].includes(answer.status) && !answer.headers.get("Content-Security-Policy");
  }

  function away() {
    if (changed) { set(""); tellChange(); return; }
    wait = Math.min(wait ? wait * 2 : 2000, 30000);
    timer = setTimeout(send, wait);
    say("No connection. " + (form.dataset.away ||
      "Your answer is kept on this page and will be sent when the network is back."));
    set("waiting");
  }

  // An answer that is being changed is not sent halfway.
  const tellChange = () => say("Not sent yet. You have changed your answer: send it when you are ready.");
  const change = () => {
    if (state === "sending" || state === "waiting") changed = true;
    if (state !== "waiting") return;
    clearTimeout(timer);
    set("");
    tellChange();
  };

  form.addEventListener("input", change);
  form.addEventListener("change", change);
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button, input[type=submit]");
    if (button && button.type === "submit") pressed = button;
  });
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (state !== "sending") {
      fields = read();
      changed = false;
      wait = 0;
      send();
    }
    event.preventDefault();
  });
  now.addEventListener("click", () => { say("Trying to send it …"); wait = 0; send(); });
  addEventListener("pageshow", (event) => {
    if (event.persisted) { leaving = false; changed = false; clearTimeout(timer); say(""); set(""); }
  });

  return {
    busy: () => state === "sending" || state === "waiting",
    unsent: () => state === "sending" || state === "waiting" || changed,
    retry: () => { if (state === "waiting") { wait = 0; send(); } },
  };
}
