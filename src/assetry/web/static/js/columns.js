// The chooser of columns: what is checked joins the end of the order, which buttons and dragging change.
import { find, findAll, on } from "./core.js";

const order = (row) => find("[data-order]", row.closest("form"));

on("change", "[data-column] .check", (event, box) => {
  const row = box.closest("[data-column]");
  if (!box.checked || row.parentElement === order(row)) return;
  row.draggable = true;
  order(row).append(row);
  box.focus();
});
on("click", "[data-move]", (event, button) => {
  event.preventDefault();
  const row = button.closest("[data-column]");
  if (button.dataset.move === "up") row.previousElementSibling?.before(row);
  else row.nextElementSibling?.after(row);
  button.focus();
  row.scrollIntoView({ block: "nearest" });
});
on("input", "[data-find-column]", (event, field) => {
  const wanted = field.value.trim().toLowerCase();
  for (const row of findAll("[data-column]", field.form)) row.hidden = !row.textContent.toLowerCase().includes(wanted);
});

let dragged = null;
on("dragstart", "[data-order] [data-column]", (event, row) => {
  dragged = row;
  row.dataset.dragged = "";
  event.dataTransfer.effectAllowed = "move";
});
on("dragover", "[data-order] [data-column]", (event, row) => {
  if (!dragged) return;
  event.preventDefault();
  const box = row.getBoundingClientRect();
  if (event.clientY > box.top + box.height / 2) row.after(dragged);
  else row.before(dragged);
});
on("dragend", "[data-column]", () => {
  if (dragged) delete dragged.dataset.dragged;
  dragged = null;
});
