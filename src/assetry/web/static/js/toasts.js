// One live region: short answers leave after ten seconds, errors stay, nothing leaves under the pointer.
import { find, findAll, on } from "./core.js";

const STAY = 10_000;

/** Show a short answer; `tone` is ok or error. */
export function toast(text, tone = "ok") {
  const node = find(`#toast-${tone}`).content.firstElementChild.cloneNode(true);
  find("span", node).textContent = text;
  find("#toasts").append(node);
}

function leave(node) {
  if (node.matches(":hover, :focus-within")) setTimeout(() => leave(node), STAY / 4);
  else node.remove();
}

function welcome(region) {
  for (const node of findAll("[data-toast]:not([data-seen])", region)) {
    node.dataset.seen = "";
    if (node.dataset.toast !== "error") setTimeout(() => leave(node), STAY);
  }
  // Again on top of whatever dialog has opened meanwhile.
  if (region.matches(":popover-open")) region.hidePopover();
  if (region.childElementCount) region.showPopover();
}

const region = find("#toasts");
if (region) {
  new MutationObserver(() => welcome(region)).observe(region, { childList: true });
  welcome(region);
}
on("click", "[data-dismiss]", (event, button) => button.closest("[data-toast]").remove());
