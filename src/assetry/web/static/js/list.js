// Rows: moving with the keyboard, selecting, and the count in the bulk bar.
import { find, findAll, on } from "./core.js";
import { currentRow, isPeeking, openPeek } from "./peek.js";

const rows = () => findAll(".rows [data-url]");

function move(step) {
  const all = rows();
  const at = all.indexOf(currentRow());
  const next = all[at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1)];
  find(".link", next)?.focus();
  next?.scrollIntoView({ block: "nearest" });
  if (next && isPeeking()) openPeek(next);
}

function toggle(row) {
  find(".check", row)?.click();
}

/** What a key does in a list: a function, or nothing. */
export function listKey(key, target) {
  const row = currentRow();
  if (!rows().length) return null;
  if (key === "j") return () => move(1);
  if (key === "k") return () => move(-1);
  if (!row) return null;
  if (key === "x") return () => toggle(row);
  if (key === "o") return () => location.assign(row.dataset.url);
  if (key === " " && !target.closest("button, summary, input")) return () => openPeek(row);
  return null;
}

function count(form) {
  const boxes = findAll("[data-url] .check", form);
  const chosen = boxes.filter((box) => box.checked).length;
  const all = find("[data-all]", form);
  const head = find("[data-all-here]", form);
  if (head) {
    head.checked = chosen > 0 && chosen === boxes.length;
    head.indeterminate = chosen > 0 && chosen < boxes.length;
  }
  if (all && chosen < boxes.length) all.checked = false;
  const shown = find("[data-selected]", form);
  if (shown) shown.textContent = all?.checked ? all.dataset.total : String(chosen);
}

let last = null;

on("change", "form[data-list]", (event, form) => {
  const box = event.target;
  if (box.matches("[data-all-here], [data-all]")) {
    const checked = box.checked || box.matches("[data-all]");
    for (const other of findAll("[data-url] .check", form)) other.checked = checked;
  }
  count(form);
});
on("click", "[data-url] .check", (event, box) => {
  const all = findAll("[data-url] .check", box.form);
  if (event.shiftKey && last?.isConnected) {
    const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
    for (const between of all.slice(from, to + 1)) between.checked = box.checked;
  }
  last = box;
});
on("click", "[data-clear]", (event, button) => {
  for (const box of findAll(".check", button.form)) box.checked = false;
  count(button.form);
});
// Enter on a check box would send the form by its first verb.
on("keydown", "form[data-list] .check", (event) => {
  if (event.key === "Enter") event.preventDefault();
});
for (const form of findAll("form[data-list]")) count(form);
