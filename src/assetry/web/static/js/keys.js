// Single keys, never while typing, and a wedge scanner: keys faster than a hand, ended by Enter.
import { find, findAll, isTyping, on, setting } from "./core.js";
import { openDialog } from "./dialogs.js";
import { listKey } from "./list.js";
import { openPalette } from "./palette.js";
import { closePeek } from "./peek.js";

const FAST = 50; // milliseconds between two keys of a scanner; a hand needs more
const SHORTEST = 4;
let scanned = "";
let lastAt = 0;
let waiting = 0;
let prefix = false;

function search() {
  const field = find("#list-q");
  if (field?.checkVisibility()) field.select();
  else openPalette();
}

function help() {
  const dialog = find("#keys-help");
  if (!dialog) return;
  for (const line of findAll("[data-if]", dialog)) line.hidden = !find(line.dataset.if);
  openDialog(dialog);
}

/** What a single key does here: a function, or nothing. */
function deed(key, target) {
  if (prefix && key === "h") return () => location.assign(find("[data-home]")?.href ?? "/");
  if (key === "/") return search;
  if (key === "?") return help;
  const inList = listKey(key, target);
  if (inList) return inList;
  const button = findAll(`[data-key="${CSS.escape(key)}"]`).find((one) => one.checkVisibility());
  return button ? () => button.click() : null;
}

function scan(event, now) {
  scanned = now - lastAt < FAST ? scanned : "";
  lastAt = now;
  if (event.key.length === 1) scanned += event.key;
  else if (event.key !== "Enter") scanned = ""; // Tab, arrows: a hand at work
  if (event.key !== "Enter" || scanned.trim().length < SHORTEST) return scanned.length > 1;
  const address = document.body.dataset.scanUrl;
  if (address) {
    event.preventDefault();
    location.assign(`${address}?code=${encodeURIComponent(scanned)}`);
  }
  scanned = "";
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  const key = event.key.toLowerCase();
  const command = event.ctrlKey || event.metaKey;
  if (command && key === "k" && openPalette()) return event.preventDefault();
  if (command && key === "enter") return send(event);
  if (command || event.altKey || event.key === "Shift") return;
  if (isTyping(event.target) || find("dialog:modal")) return;
  if (key === "escape") return find(":popover-open:not(.toasts)") ? undefined : closePeek() && event.preventDefault();
  if (scan(event, event.timeStamp)) return clearTimeout(waiting);
  if (setting.get("keys") === "off") return;
  const act = deed(key, event.target);
  prefix = key === "g";
  if (!act) return;
  event.preventDefault();
  waiting = setTimeout(act, FAST); // a scanner's next key comes before that and takes it back
});

function send(event) {
  const scope = find("dialog:modal") ?? document;
  const button = find("[data-submit]:not(:disabled)", scope);
  if (!button) return;
  event.preventDefault();
  button.click();
}

on("click", "[data-help]", help);
