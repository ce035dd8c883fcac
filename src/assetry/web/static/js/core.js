// What the other modules share. All of them listen on the document, so a swapped fragment needs no set-up.

export const find = (selector, root = document) => root.querySelector(selector);
export const findAll = (selector, root = document) => [...root.querySelectorAll(selector)];

/** Call `handle(event, element)` for events inside whatever matches, now and after a swap. */
export function on(type, selector, handle, capture = false) {
  document.addEventListener(type, (event) => {
    const found = event.target.closest?.(selector);
    if (found) handle(event, found);
  }, capture);
}

const TYPING = "input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]";

/** Whether keys belong to what is being typed into. */
export const isTyping = (target) => Boolean(target.closest?.(TYPING));

/** A choice kept in this browser; empty when there is none or storage is closed to us. */
export const setting = {
  get(name) {
    try { return localStorage.getItem(`assetry.${name}`) ?? ""; } catch { return ""; }
  },
  set(name, value) {
    try { localStorage.setItem(`assetry.${name}`, value); } catch { /* stays for this page */ }
  },
};

/** The words of the page for the script: `data-*` of the toasts' region. */
export const words = (name) => find("#toasts")?.dataset[name] ?? "";
