// Theme and single-key shortcuts: chosen in the profile menu, kept in this browser.
import { find, findAll, on, setting } from "./core.js";

function show() {
  for (const group of findAll("[data-setting]")) {
    const chosen = setting.get(group.dataset.setting);
    for (const button of findAll("button", group)) button.setAttribute("aria-pressed", String(button.value === chosen));
  }
  const toggle = find("[data-keys-toggle]");
  if (!toggle) return;
  const on = setting.get("keys") !== "off";
  toggle.setAttribute("aria-pressed", String(on));
  const word = find("kbd", toggle);
  word.textContent = on ? word.dataset.on : word.dataset.off;
}

on("click", "[data-setting] button", (event, button) => {
  const name = button.parentElement.dataset.setting;
  setting.set(name, button.value);
  if (button.value) document.documentElement.dataset[name] = button.value;
  else delete document.documentElement.dataset[name];
  show();
});
on("click", "[data-keys-toggle]", () => {
  setting.set("keys", setting.get("keys") === "off" ? "" : "off");
  show();
});
show();
