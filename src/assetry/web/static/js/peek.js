// A short look at a row beside its list. It has an address of its own, so Back works.
import { find, findAll, on } from "./core.js";

const WIDE = matchMedia("(width >= 760px)");

/** The row that a peek or the focus stands on. */
export const currentRow = () => document.activeElement?.closest("[data-url]") ?? find("[data-url][aria-current]");

/** Show a row's peek; on a phone its page. The address changes once the peek is there. */
export async function openPeek(row) {
  if (!row.dataset.peek || !WIDE.matches) return location.assign(row.dataset.url);
  find(".link", row)?.focus({ preventScroll: true });
  const again = isPeeking();
  const url = row.dataset.peek;
  await htmx.ajax("GET", url, { target: "#peek", swap: "innerHTML", headers: { "HX-Target": "div#peek" } });
  if (!isPeeking()) return;
  if (again) history.replaceState({ htmx: true }, "", url);
  else history.pushState({ htmx: true }, "", url);
}

/** Close the peek; false when none is open. */
export function closePeek() {
  const peek = find("#peek > .peek");
  if (!peek) return false;
  const row = find(`#r-${CSS.escape(peek.dataset.peekId)}`);
  const address = peek.dataset.closeUrl;
  find("#peek").replaceChildren();
  history.pushState({ htmx: true }, "", address);
  find(".link", row ?? document)?.focus();
  return true;
}

/** Whether a peek is open beside the list. */
export const isPeeking = () => Boolean(find("#peek > .peek"));

function mark() {
  const id = find("#peek > .peek")?.dataset.peekId;
  for (const row of findAll("[data-url][aria-current]")) row.removeAttribute("aria-current");
  if (!id) return;
  const row = find(`#r-${CSS.escape(id)}`);
  row?.setAttribute("aria-current", "true");
  row?.scrollIntoView({ block: "nearest" });
}

const peekSlot = find("#peek");
if (peekSlot) {
  new MutationObserver(mark).observe(peekSlot, { childList: true });
  mark();
}

on("click", "[data-peek-close]", (event) => {
  event.preventDefault();
  closePeek();
});
on("click", "[data-peek]", (event, row) => {
  if (event.target.closest("a, button, input, label") || String(getSelection())) return;
  if (event.ctrlKey || event.metaKey) window.open(row.dataset.url);
  else openPeek(row);
});
