// Panels are details elements and open without a script. This closes them again:
// by Escape, by a click elsewhere, and by a button with data-close inside.
const panels = () => document.querySelectorAll("details[data-panel][open]");

document.addEventListener("click", (event) => {
  for (const panel of panels()) {
    if (!panel.contains(event.target)) panel.open = false;
  }
  if (event.target.closest("[data-close]")) {
    event.preventDefault();
    const panel = event.target.closest("details[data-panel]");
    panel.open = false;
    panel.querySelector("summary").focus();
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const panel = [...panels()].at(-1);
  if (!panel) return;
  panel.open = false;
  panel.querySelector("summary").focus();
});
