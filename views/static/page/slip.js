// Enter on the sentence about a slip leads to its field, and there the press would send the form again, as it was. So
// the link is followed when the key is let go.
addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.closest(".summary a")) return;
  event.preventDefault();
  addEventListener("keyup", () => event.target.click(), { once: true });
});
