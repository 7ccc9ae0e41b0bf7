// Search by name, with suggestions: arrows move, Enter chooses, Escape closes.

import { $, element } from "./dom.js";
import { shown } from "./words.js";

const MOST = 12;

export class Search {
  // `chosen` is called with a node.
  constructor(chosen) {
    this.chosen = chosen;
    this.lower = []; // until a network is shown
    this.box = $("search");
    this.list = $("suggestions");
    this.box.addEventListener("input", () => this.suggest());
    this.box.addEventListener("focus", () => this.suggest());
    this.box.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.box.addEventListener("keydown", (event) => this.key(event));
  }

  show(network) {
    this.network = network;
    this.lower = network.names.map((name) => name.toLowerCase());
    this.box.value = "";
    this.close();
  }

  suggest() {
    const text = this.box.value.trim().toLowerCase();
    this.found = text ? matches(this.lower, text) : [];
    this.at = -1;
    const none = text && !this.found.length ? [element("li", { className: "soft", textContent: "no dot has this name; who has no tie, and a bot, has no dot" })] : [];
    this.list.replaceChildren(...this.found.map((node, at) => this.row(node, at)), ...none);
    this.list.hidden = !text;
    this.box.setAttribute("aria-expanded", String(this.found.length > 0));
    this.box.removeAttribute("aria-activedescendant");
  }

  row(node, at) {
    const name = element("bdi", { textContent: shown(this.network.names[node]) });
    const more = element("span", { className: "soft", textContent: this.network.columns.has("kind") ? this.network.kind(node) : "" });
    const row = element("li", { id: `suggestion-${at}`, role: "option" }, name, more);
    row.addEventListener("mousedown", (event) => (event.preventDefault(), this.choose(at)));
    return row;
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.found?.length) {
      event.preventDefault();
      this.mark((this.at + step + this.found.length) % this.found.length);
    } else if (event.key === "Enter" && this.found?.length) {
      event.preventDefault();
      this.choose(Math.max(this.at, 0));
    } else if (event.key === "Escape") this.close();
  }

  mark(at) {
    this.at = at;
    [...this.list.children].forEach((row, place) => row.setAttribute("aria-selected", String(place === at)));
    this.box.setAttribute("aria-activedescendant", `suggestion-${at}`);
    this.list.children[at].scrollIntoView({ block: "nearest" });
  }

  choose(at) {
    const node = this.found[at];
    this.close();
    this.chosen(node);
  }

  close() {
    this.list.hidden = true;
    this.box.setAttribute("aria-expanded", "false");
  }
}

// Names that are the text come first, then those that begin with it, then those with it after a slash, then the others.
function matches(names, text) {
  const found = [[], [], [], []];
  names.forEach((name, node) => {
    const at = name.indexOf(text);
    if (at < 0) return;
    found[name === text ? 0 : at === 0 ? 1 : name[at - 1] === "/" ? 2 : 3].push(node);
  });
  return found.flat().slice(0, MOST);
}
