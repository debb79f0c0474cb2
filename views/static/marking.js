// Keys, ready comments and saving by itself for whoever marks many answers. Without this file every step is a click.
const form = document.querySelector("form[data-marking], form[data-skill-page]");
if (form) {
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
    const empty = ["strength", "target"].map((id) => document.getElementById(id)).find((box) => box && !box.value.trim());
    (empty || last).focus();
  };

  // Keys count only while the answer or a level has the focus: never in a text box, and nowhere else on the page.
  let taken = false; // this key has done its work: it must not also press what has the focus now
  document.addEventListener("keydown", (e) => {
    taken = false;
    if (e.isComposing) return;
    const skill = e.target.closest("[data-skill]");
    if (e.key === "Enter" && (e.ctrlKey || e.metaKey) && (e.target === answer || form.contains(e.target))) {
      e.preventDefault();
      taken = true;
      form.requestSubmit(last);
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
  for (const keys of document.querySelectorAll("[data-keys]")) keys.hidden = false;
  if (answer && !document.querySelector(".summary")) answer.focus({ preventScroll: true });

  const status = form.querySelector("[data-saved]");
  const say = (text) => { if (status && status.textContent !== text) status.textContent = text; };

  // Ready comments become buttons that put their words into the box.
  for (const bank of form.querySelectorAll("[data-bank]")) {
    const box = document.getElementById(bank.dataset.bank);
    for (const label of bank.querySelectorAll("label")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "ready";
      button.textContent = label.textContent.trim();
      button.addEventListener("click", () => {
        if (!box.value.includes(button.textContent)) box.value = (box.value.trim() + "\n" + button.textContent).trim();
        box.dispatchEvent(new Event("input", { bubbles: true }));
        say("Added to the comment.");
      });
      label.replaceWith(button);
    }
  }

  // What was put down is saved two seconds after the last change. One request at a time, and none beside a form that is being sent.
  const saves = form.querySelector("button[value=save]");
  if (saves) {
    let timer = 0, running = null, dirty = false, sending = false;
    const save = async (options) => {
      clearTimeout(timer);
      if (sending || running || !dirty) return;
      dirty = false;
      const fields = new URLSearchParams(new FormData(form));
      fields.set("do", "note");
      running = fetch(form.action, { method: "POST", body: fields, headers: { "Accept": "application/json" }, ...options });
      try {
        const res = await running;
        if (res.status === 429 || res.status >= 500) {
          dirty = true;
          say("Not saved. What you typed stays here.");
          timer = setTimeout(save, 10000);
        } else if (!(res.headers.get("Content-Type") || "").startsWith("application/json")) {
          dirty = true;
          say("Not saved: you have been signed out. Copy what you typed before you leave this page.");
        } else {
          const said = await res.json();
          if (!res.ok) dirty = true;
          say(res.ok ? "✓ Saved " + said.saved : said.problem);
        }
      } catch {
        dirty = true;
        say("Not saved: no connection. What you typed stays here.");
        timer = setTimeout(save, 10000);
      }
      running = null;
      if (dirty && status.textContent.startsWith("✓")) timer = setTimeout(save, 2000);
    };
    const changed = () => { dirty = true; clearTimeout(timer); timer = setTimeout(save, 2000); };
    form.addEventListener("input", changed);
    form.addEventListener("change", changed);
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save({ keepalive: true }); });
    form.addEventListener("submit", (e) => {
      clearTimeout(timer);
      if (sending) return;
      if (!running) { sending = true; return; }
      e.preventDefault();
      const by = e.submitter;
      sending = true;
      running.catch(() => {}).then(() => form.requestSubmit(by));
    });
    addEventListener("pageshow", (e) => { if (e.persisted) sending = false; });
  }
}
