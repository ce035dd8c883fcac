// Menus are native popovers; here only the arrow keys, and copy buttons.
import { find, findAll, on, words } from "./core.js";

const ITEMS = "a, button:not(:disabled)";

on("toggle", ".menu", (event, menu) => {
  if (event.newState === "open") find(ITEMS, menu)?.focus();
}, true);

on("keydown", ".menu", (event, menu) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const items = findAll(ITEMS, menu);
  items.at((items.indexOf(document.activeElement) + step) % items.length).focus();
});

on("click", "[data-copy]", async (event, button) => {
  const text = button.dataset.copy;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    return; // no permission, or no secure address: the text beside it can be marked
  }
  const use = find("use", button);
  const drawing = use.getAttribute("href");
  use.setAttribute("href", drawing.replace(/#.*/, "#i-check"));
  find("#announce").textContent = `${words("copied")} ${text}`;
  setTimeout(() => use.setAttribute("href", drawing), 1500);
});
