// Polling, made polite: nothing is asked while the page is hidden or while somebody is about to
// act on the part that would be replaced, and a slow server is asked once a minute only.
const SLOW = 3000;
const PAUSE = 60000;
let quietUntil = 0;
let askedAt = 0;

const isPoll = (event) => event.detail.elt.hasAttribute("data-live");

function busy(part) {
  const selected = String(document.getSelection()) && part.contains(document.getSelection().anchorNode);
  return selected || part.querySelector("details[data-panel][open], form:focus-within");
}

document.addEventListener("htmx:beforeRequest", (event) => {
  if (!isPoll(event)) return;
  if (document.hidden || Date.now() < quietUntil || busy(event.detail.elt)) event.preventDefault();
  else askedAt = Date.now();
});

document.addEventListener("htmx:afterRequest", (event) => {
  if (!isPoll(event)) return;
  const slow = Date.now() - askedAt > SLOW || !event.detail.successful;
  quietUntil = slow ? Date.now() + PAUSE : 0;
});

// What was unfolded stays unfolded, and a link that had the focus keeps it, when the part is replaced.
let unfolded = [];
let focused = null;

document.addEventListener("htmx:beforeSwap", () => {
  unfolded = [...document.querySelectorAll("details[id][open]")].map((part) => part.id);
  focused = document.activeElement?.closest("[data-live] a[href]")?.getAttribute("href") ?? null;
});

document.addEventListener("htmx:afterSwap", () => {
  for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
  if (focused) document.querySelector(`[data-live] a[href="${CSS.escape(focused)}"]`)?.focus();
});
