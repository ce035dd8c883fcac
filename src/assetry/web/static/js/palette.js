// Search and commands from anywhere. Down and up move the focus through the results, typing goes back to the field.
import { find, findAll, on } from "./core.js";
import { openDialog } from "./dialogs.js";

/** Open the palette; false where a page has none. */
export function openPalette() {
  const palette = find("#palette");
  if (!palette) return false;
  openDialog(palette);
  const input = find("input", palette);
  input.select();
  input.dispatchEvent(new Event("palette:open"));
  return true;
}

on("click", "[data-palette]", (event) => {
  if (openPalette()) event.preventDefault();
});

on("keydown", "#palette", (event, palette) => {
  const links = findAll("#palette-results a", palette);
  const at = links.indexOf(document.activeElement);
  const input = find("input", palette);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const next = at + (event.key === "ArrowDown" ? 1 : -1);
    (next < 0 ? input : links[Math.min(next, links.length - 1)])?.focus();
  } else if (event.key === "Enter" && event.target === input && links.length) {
    event.preventDefault();
    links[0].click();
  } else if (event.key.length === 1 && at >= 0 && !event.ctrlKey && !event.metaKey) {
    input.focus();
  }
});

// Asked for before htmx listened, on a page that is still loading: ask again.
on("htmx:after:init", "#palette input", (event, input) => {
  if (input.closest("dialog").open) input.dispatchEvent(new Event("palette:open"));
});
