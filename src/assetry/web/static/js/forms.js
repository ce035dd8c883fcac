// Typing is not lost by a slip, errors get the focus, files can be dropped.
import { find, on } from "./core.js";

on("input", "form[data-guard]", (event, form) => { form.dataset.dirty = ""; });
on("submit", "form[data-guard]", (event, form) => { delete form.dataset.dirty; });
on("click", "[data-leave]", () => find("form[data-dirty]")?.removeAttribute("data-dirty"));
addEventListener("beforeunload", (event) => {
  if (find("form[data-guard][data-dirty]")) event.preventDefault();
});

find("[data-error-summary]")?.focus();

on("dragover", "[data-drop]", (event, box) => {
  event.preventDefault();
  box.classList.add("over");
});
on("dragleave", "[data-drop]", (event, box) => box.classList.remove("over"));
on("drop", "[data-drop]", (event, box) => {
  event.preventDefault();
  box.classList.remove("over");
  const input = find("input[type=file]", box);
  input.files = event.dataTransfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
});
on("change", "[data-drop] input[type=file]", (event, input) => {
  const label = find("label", input.closest("[data-drop]"));
  if (input.files.length) label.textContent = [...input.files].map((file) => file.name).join(", ");
});
