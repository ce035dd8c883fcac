// Dates are text (`24 Nov 2026` or 2026-11-24); a small calendar helps to choose one.
import { find, findAll, on } from "./core.js";

const locale = document.documentElement.lang || "en";
const iso = (day) => day.toISOString().slice(0, 10);
const utc = (year, month, day) => new Date(Date.UTC(year, month, day));
const written = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const heading = new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone: "UTC" });
const weekday = new Intl.DateTimeFormat(locale, { weekday: "narrow", timeZone: "UTC" });

/** The day that a text names beyond doubt, else null; the server decides about everything else. */
export function readDay(text) {
  const numbers = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text.trim());
  const spelled = /^\d{1,2} [A-Za-z]{3,} \d{4}$/.test(text.trim()) ? Date.parse(`${text.trim()} UTC`) : NaN;
  const day = numbers ? utc(+numbers[1], numbers[2] - 1, +numbers[3]) : new Date(spelled);
  return Number.isNaN(day.getTime()) || (numbers && iso(day) !== text.trim()) ? null : day;
}

/** A day as the register writes it: three-letter month in English, whatever the browser calls it. */
export const writeDay = (day) => written.format(day).replace("Sept", "Sep");

function drawMonth(box, first, chosen) {
  const start = utc(first.getUTCFullYear(), first.getUTCMonth(), 1 - ((first.getUTCDay() + 6) % 7));
  const day = (offset) => new Date(start.getTime() + offset * 864e5);
  find("b", box).textContent = heading.format(first);
  find("tr", box).replaceChildren(...[0, 1, 2, 3, 4, 5, 6].map((offset) => {
    const cell = document.createElement("th");
    cell.textContent = weekday.format(day(offset));
    return cell;
  }));
  const body = find("tbody", box);
  body.replaceChildren();
  for (let offset = 0; offset < 42; offset += 1) {
    const here = day(offset);
    if (offset % 7 === 0) body.append(document.createElement("tr"));
    const cell = document.createElement("td");
    if (here.getUTCMonth() === first.getUTCMonth()) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", value: iso(here), textContent: here.getUTCDate() });
      button.setAttribute("aria-label", writeDay(here));
      if (chosen && iso(chosen) === iso(here)) button.setAttribute("aria-pressed", "true");
      if (iso(here) === iso(new Date())) button.setAttribute("aria-current", "date");
      cell.append(button);
    }
    body.lastElementChild.append(cell);
  }
  box.dataset.month = iso(first);
}

function closeCalendar(field) {
  find(".calendar", field)?.remove();
  find("[data-calendar]", field).setAttribute("aria-expanded", "false");
}

on("click", "[data-calendar]", (event, button) => {
  const field = button.closest("[data-date]");
  if (find(".calendar", field)) return closeCalendar(field);
  const box = find("#calendar").content.firstElementChild.cloneNode(true);
  const chosen = readDay(find("input", field).value);
  const month = chosen ?? new Date();
  drawMonth(box, utc(month.getUTCFullYear(), month.getUTCMonth(), 1), chosen);
  field.append(box);
  button.setAttribute("aria-expanded", "true");
  (find("[aria-pressed], [aria-current]", box) ?? find("td button", box)).focus();
});
on("click", ".calendar [data-step]", (event, button) => {
  const box = button.closest(".calendar");
  const month = new Date(box.dataset.month);
  drawMonth(box, utc(month.getUTCFullYear(), month.getUTCMonth() + Number(button.dataset.step), 1), null);
});
on("click", ".calendar td button", (event, button) => {
  const field = button.closest("[data-date]");
  const input = find("input", field);
  input.value = writeDay(new Date(button.value));
  input.focus();
  closeCalendar(field);
  input.dispatchEvent(new Event("change", { bubbles: true }));
});
on("keydown", ".calendar", (event, box) => {
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key];
  const field = box.closest("[data-date]");
  if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    find("input", field).focus();
    closeCalendar(field);
  } else if (step && event.target.value) {
    event.preventDefault();
    const days = findAll("td button", box);
    days[days.indexOf(event.target) + step]?.focus();
  }
});
on("focusout", "[data-date]", (event, field) => {
  if (find(".calendar", field) && !field.contains(event.relatedTarget)) closeCalendar(field);
});
on("change", "[data-date] > input", (event, input) => {
  const day = readDay(input.value);
  if (day) input.value = writeDay(day);
}, true);
