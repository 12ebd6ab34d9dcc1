// A button with data-copy="#id" copies the text of that element, and says so for a moment.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.querySelector(button.dataset.copy);
  const label = button.querySelector("[data-label]");
  const before = label.textContent;
  try {
    await navigator.clipboard.writeText("value" in source ? source.value : source.textContent);
    label.textContent = button.dataset.done;
  } catch {
    // No clipboard without HTTPS or permission: select the text, so that the keyboard can copy it.
    window.getSelection().selectAllChildren(source);
    label.textContent = button.dataset.select;
  }
  setTimeout(() => { label.textContent = before; }, 2000);
});
