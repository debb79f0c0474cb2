// A button beside each PIN and passphrase shows what is typed. It is hidden again when the form goes, so that the browser
// takes it for what it is.
for (const field of document.querySelectorAll("input[type=password]")) {
  const row = document.createElement("div"), button = document.createElement("button");
  const what = document.createElement("span");
  what.className = "unseen";
  what.textContent = field.name === "pin" ? " the PIN" : " the passphrase";
  row.className = "reveal";
  button.type = "button";
  button.className = "btn";
  button.textContent = "Show";
  button.appendChild(what);
  const show = (shown) => {
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
  };
  show(false);
  const focused = document.activeElement === field;
  field.parentNode.insertBefore(row, field);
  row.appendChild(field);
  row.appendChild(button);
  if (focused) field.focus();
  button.addEventListener("click", () => show(field.type === "password"));
  if (field.form) field.form.addEventListener("submit", () => show(false));
  addEventListener("pagehide", () => show(false));
}
