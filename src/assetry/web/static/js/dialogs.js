// A dialog that the server puts into #dialogs opens; the focus goes back to what opened it.
import { find, on, words } from "./core.js";

// Where typing starts; without a field the focus stays where the browser puts it.
const FIRST = ".body :is(input:not([type=hidden]), select, textarea)";
let opener = null;

/** Open a dialog as modal and remember where the focus was. */
export function openDialog(dialog) {
  if (!dialog.open) {
    opener ??= document.activeElement;
    dialog.showModal();
    find(FIRST, dialog)?.focus();
  }
}

const dialogSlot = find("#dialogs");
if (dialogSlot) {
  new MutationObserver(() => {
    const dialog = find("dialog", dialogSlot);
    if (dialog) openDialog(dialog);
  }).observe(dialogSlot, { childList: true });
}

function isDirty(dialog) {
  return Boolean(find("form[data-guard][data-dirty]", dialog));
}

function closeDialog(dialog) {
  if (isDirty(dialog) && !confirm(words("unsaved"))) return;
  dialog.close();
}

on("click", "[data-close]", (event, button) => closeDialog(button.closest("dialog")));
// A click on the dialog itself is one on its backdrop: everything inside has elements of its own.
on("mousedown", "dialog", (event, dialog) => {
  if (event.target !== dialog || !dialog.matches(":modal")) return;
  const box = dialog.getBoundingClientRect();
  const inside = event.clientX >= box.left && event.clientX <= box.right
    && event.clientY >= box.top && event.clientY <= box.bottom;
  if (!inside) closeDialog(dialog);
});
on("cancel", "dialog", (event, dialog) => {
  event.preventDefault();
  closeDialog(dialog);
}, true);
on("close", "dialog", (event, dialog) => {
  if (dialog.parentElement === dialogSlot) dialog.remove();
  if (opener?.isConnected) opener.focus();
  opener = null;
}, true);
