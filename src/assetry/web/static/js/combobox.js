// <x-combobox search="…">: type, choose from what the server finds, or (create) keep the text as a new name.
import { find, findAll } from "./core.js";

const PAUSE = 150;

class Combobox extends HTMLElement {
  connectedCallback() {
    this.input = find("[role=combobox]", this);
    this.value = find("input[type=hidden]", this);
    this.list = find("[role=listbox]", this);
    if (this.ready) return;
    this.ready = true;
    this.addEventListener("input", (event) => event.target === this.input && this.later());
    this.addEventListener("keydown", (event) => this.key(event));
    this.addEventListener("mousedown", (event) => event.target.closest(".options") && event.preventDefault());
    this.addEventListener("click", (event) => this.click(event));
    this.addEventListener("focusout", () => this.close());
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  get options() {
    return findAll("[role=option]", this.list);
  }

  get active() {
    return find("[aria-selected=true]", this.list);
  }

  get isOpen() {
    return "open" in this.list.dataset;
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const url = new URL(this.getAttribute("search"), location.href);
    url.searchParams.set("q", this.input.value.trim());
    if (this.hasAttribute("create")) url.searchParams.set("create", "1");
    this.asked?.abort();
    this.asked = new AbortController();
    try {
      const headers = { "HX-Request": "true", "HX-Request-Type": "partial" };
      const answer = await fetch(url, { headers, signal: this.asked.signal });
      if (answer.status === 200 && !answer.redirected) this.show(await answer.text());
    } catch { /* typed on, or the network is away: the text stays */ }
  }

  show(html) {
    this.list.innerHTML = html;
    this.options.forEach((option, index) => { option.id = `${this.list.id}-${index}`; });
    this.list.dataset.open = "";
    this.input.setAttribute("aria-expanded", "true");
    if (this.input.value.trim()) this.mark(this.options[0]);
  }

  close() {
    clearTimeout(this.timer);
    this.asked?.abort();
    delete this.list.dataset.open;
    this.list.replaceChildren();
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  mark(option) {
    this.active?.setAttribute("aria-selected", "false");
    if (!option) return;
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  key(event) {
    if (event.target !== this.input) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (!this.isOpen) return this.ask();
      const { options } = this;
      this.mark(options[(options.indexOf(this.active) + step + options.length) % options.length]);
    } else if (event.key === "Enter" && this.isOpen && this.active) {
      event.preventDefault();
      this.pick(this.active);
    } else if (event.key === "Tab" && this.isOpen && this.active && this.input.value) {
      this.pick(this.active);
    } else if (event.key === "Escape" && this.isOpen) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else if (event.key === "Backspace" && !this.input.value) {
      this.clear();
    }
  }

  click(event) {
    const option = event.target.closest("[role=option]");
    if (option) this.pick(option);
    else if (event.target.closest("[data-clear-token]")) this.clear();
    else if (event.target.closest(".input")) {
      this.input.focus();
      if (!this.isOpen) this.ask();
    }
  }

  pick(option) {
    if (option.dataset.create) {
      this.input.value = option.dataset.create;
      this.set("", "");
    } else {
      this.input.value = "";
      this.set(option.dataset.value, find(".o", option).textContent);
    }
    this.close();
  }

  clear() {
    this.set("", "");
    this.input.focus();
  }

  set(value, label) {
    if (this.value.value === value && !find(".token", this)) return;
    this.value.value = value;
    find(".token", this)?.remove();
    if (label) {
      const token = find("#token").content.firstElementChild.cloneNode(true);
      find("span", token).textContent = label;
      this.input.before(token);
    }
    this.value.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

customElements.define("x-combobox", Combobox);
