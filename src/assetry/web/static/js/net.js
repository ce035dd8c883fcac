// What htmx leaves to us: a redirect is a navigation, and what failed is said.
import { find, on, words } from "./core.js";
import { toast } from "./toasts.js";

document.addEventListener("htmx:before:response", (event) => {
  const response = event.detail.ctx.response.raw;
  if (!response.redirected) return;
  event.preventDefault();
  find("form[data-dirty]")?.removeAttribute("data-dirty");
  location.assign(response.url);
});

document.addEventListener("htmx:response:error", (event) => {
  const { status } = event.detail.ctx.response;
  if (status >= 500) toast(words("failed"), "error");
  else if (status === 403) toast(words("forbidden"), "error");
  else if (status === 404) toast(words("gone"), "error");
});

document.addEventListener("htmx:error", (event) => {
  if (event.detail.ctx) toast(words("offline"), "error");
});

// A second submit of the same form while the first is on its way is a slip.
on("submit", "form", (event, form) => {
  if (form.method !== "post") return;
  if (form.dataset.sent) return event.preventDefault();
  if (event.submitter?.hasAttribute("data-download")) return; // the page stays
  if (form.hasAttribute("hx-post") || event.submitter?.hasAttribute("hx-post")) return;
  form.dataset.sent = "1";
  event.submitter?.setAttribute("aria-busy", "true");
});
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
  find("[aria-busy=true].btn")?.removeAttribute("aria-busy");
});
