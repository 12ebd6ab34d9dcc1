// Keys: "/" find, "c" client, "?" the list, "g" then a letter for a page, "j" and "k" for rows.
// They are switched off by the box in the help panel, as WCAG 2.1.4 asks.
const SWITCH = "inlet-keys";
const on = () => localStorage.getItem(SWITCH) !== "off";
const typing = (element) => element.closest("input, select, textarea, [contenteditable]");
const shown = (element) => element.getClientRects().length > 0;
const first = (selector) => [...document.querySelectorAll(selector)].find(shown);
let awaitingPage = false;

function openPanel(name) {
  const panel = [...document.querySelectorAll(`details[data-panel="${name}"]`)].find(shown);
  if (!panel) return;
  panel.open = true;
  (panel.querySelector("a, input") || panel.querySelector("summary")).focus();
}

function step(by) {
  const rows = [...document.querySelectorAll("[data-row]")].filter(shown);
  const at = rows.indexOf(document.activeElement);
  const next = rows[at < 0 ? 0 : Math.min(Math.max(at + by, 0), rows.length - 1)];
  if (next) next.focus();
}

const actions = {
  "/": () => first("[data-find]")?.focus(),
  c: () => openPanel("client"),
  "?": () => openPanel("help"),
  j: () => step(1),
  k: () => step(-1),
  g: () => { awaitingPage = true; setTimeout(() => { awaitingPage = false; }, 1500); },
};

document.addEventListener("keydown", (event) => {
  if (!on() || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const page = awaitingPage && first(`a[data-go="${CSS.escape(event.key)}"]`);
  awaitingPage = false;
  if (page) {
    event.preventDefault();
    page.click();
  } else if (Object.hasOwn(actions, event.key)) {
    event.preventDefault();
    actions[event.key]();
  }
});

for (const box of document.querySelectorAll("[data-keys-switch]")) {
  box.checked = on();
  box.addEventListener("change", () => localStorage.setItem(SWITCH, box.checked ? "on" : "off"));
}
