// Keys, ready comments and saving by itself for whoever marks many answers. Without this file every step is a click.
const form = document.querySelector("form[data-marking], form[data-skill-page]");
if (form) {
  const status = form.querySelector("[data-saved]");
  const say = (text) => { if (status && status.textContent !== text) status.textContent = text; };
  keys(form);
  bank(form, say);
  const saves = form.querySelector("button[value=save]");
  if (saves && status && window.fetch && window.URLSearchParams) saveAlong(form, status, say);
}

function keys(form) {
  const skills = [...form.querySelectorAll("[data-skill]")];
  const answer = form.matches("[data-marking]") ? document.getElementById("answer") : null;
  const last = form.querySelector("[data-next]") || form.querySelector("button.primary");
  const chosen = (skill) => skill.querySelector("input[type=radio]:checked");
  const radios = (skill) => [...skill.querySelectorAll("input[type=radio]")];
  const firstOpen = () => skills.find((skill) => !chosen(skill));
  const show = (skill) => skill.scrollIntoView({ block: "nearest" });
  const enter = (skill) => { (chosen(skill) || radios(skill)[0]).focus({ preventScroll: true }); show(skill); };
  const onwards = (skill) => {
    const next = skill ? skills[skills.indexOf(skill) + 1] : firstOpen() || skills[0];
    if (next) { enter(next); return; }
    const boxes = ["strength", "target"].map((id) => document.getElementById(id));
    (boxes.find((box) => box && !box.value.trim()) || last).focus();
  };

  // Keys count only while the answer or a level has the focus: never in a text box, and nowhere else on the page.
  let taken = false; // this key has done its work: it must not also press what has the focus now
  document.addEventListener("keydown", (e) => {
    taken = false;
    if (e.isComposing) return;
    const skill = e.target.closest("[data-skill]");
    const here = e.target === answer || form.contains(e.target);
    if (e.key === "Enter" && (e.ctrlKey || e.metaKey) && here) {
      e.preventDefault();
      taken = true;
      last.click();
      return;
    }
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.target !== answer && !(skill && e.target.matches("input[type=radio], fieldset"))) return;
    if (/^[0-4]$/.test(e.key)) {
      const at = skill || firstOpen() || skills[0];
      const radio = radios(at)[Number(e.key)];
      if (!radio) return;
      e.preventDefault();
      taken = true;
      radio.checked = true;
      radio.focus({ preventScroll: true });
      show(at);
      radio.dispatchEvent(new Event("change", { bubbles: true }));
    } else if (e.key === "Enter") {
      e.preventDefault();
      taken = true;
      onwards(skill);
    }
  });
  document.addEventListener("keypress", (e) => { if (taken) e.preventDefault(); });
  for (const words of document.querySelectorAll("[data-keys]")) words.hidden = false;
  if (answer && !document.querySelector(".summary")) answer.focus({ preventScroll: true });
}

// bank turns ready comments into buttons that put their words into the box.
function bank(form, say) {
  for (const bank of form.querySelectorAll("[data-bank]")) {
    const box = document.getElementById(bank.dataset.bank);
    for (const label of bank.querySelectorAll("label")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "ready";
      button.textContent = label.textContent.trim();
      button.addEventListener("click", () => {
        const words = button.textContent;
        if (!box.value.includes(words)) box.value = (box.value.trim() + "\n" + words).trim();
        box.dispatchEvent(new Event("input", { bubbles: true }));
        say("Added to the comment.");
      });
      label.parentNode.replaceChild(button, label);
    }
  }
}

// saveAlong saves what was put down two seconds after the last change. One request at a time, and none beside a form
// that is being sent. Only a request that fails is reported as a
// failure of the connection.
function saveAlong(form, status, say) {
  let timer = 0, running = null, dirty = false, sending = false, by = null;

  const later = (ms) => { clearTimeout(timer); timer = setTimeout(save, ms); };
  const send = (keepalive) => {
    const fields = new URLSearchParams(new FormData(form));
    fields.set("do", "note");
    const headers = { "Accept": "application/json" };
    return fetch(form.action, { method: "POST", body: fields, headers, keepalive: Boolean(keepalive) });
  };
  async function save(keepalive) {
    clearTimeout(timer);
    if (sending || running || !dirty) return;
    dirty = false;
    running = attempt(keepalive === true);
    await running;
    running = null;
    if (dirty && status.textContent.startsWith("✓")) later(2000);
  }
  async function attempt(keepalive) {
    let answer, text;
    try {
      answer = await send(keepalive);
      text = await answer.text();
    } catch (failed) {
      dirty = true;
      say("Not saved: no connection. What you typed stays here.");
      later(10000);
      return;
    }
    try {
      take(answer, text);
    } catch (surprise) {
      dirty = true;
      say("Not saved. What you typed stays here.");
    }
  }
  function take(answer, text) {
    const json = (answer.headers.get("Content-Type") || "").startsWith("application/json");
    if (answer.ok && json) {
      say("✓ Saved " + JSON.parse(text).saved);
      return;
    }
    dirty = true;
    if (answer.status === 429 || answer.status >= 500) {
      say("Not saved. What you typed stays here.");
      later(10000);
    } else if (answer.status === 413) {
      say("Not saved: this is too long. Shorten it.");
    } else if (answer.status === 401 || !json) {
      say("Not saved: you have been signed out. Press a button of this form to sign in; what is on it is kept.");
    } else {
      say(JSON.parse(text).problem);
    }
  }

  const changed = () => { dirty = true; later(2000); };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(true); });
  // Enter in a field clicks the form's first button, so this is always the button that sends the form.
  form.addEventListener("click", (e) => { by = e.target.closest("button") || by; });
  form.addEventListener("submit", (e) => {
    clearTimeout(timer);
    if (sending) return;
    sending = true;
    if (!running) return;
    e.preventDefault();
    running.then(() => { if (by) by.click(); else form.submit(); });
  });
  addEventListener("pageshow", (e) => { if (e.persisted) sending = false; });
}
