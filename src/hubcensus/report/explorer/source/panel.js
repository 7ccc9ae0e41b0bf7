// What is known of the node that is looked at, and all nodes that it is tied to.

import { $, element } from "./dom.js";
import { count, plural, said, shown } from "./words.js";

const AT_FIRST = 50;
const ROOMS = { model: "", dataset: "datasets/", space: "spaces/", developer: "" };
const ACCOUNT = /^[A-Za-z0-9][\w.-]{0,95}$/; // what can be a name on the Hub: git takes any text for an author
const REPOSITORY = /^(?:[A-Za-z0-9][\w.-]{0,95}\/)?[\w.-]{1,96}$/;

export class Panel {
  // `hub` is the address of the Hub, empty if names are not its own; `chosen` is called with a neighbour.
  constructor(hub, chosen) {
    this.hub = hub;
    this.chosen = chosen;
  }

  show(network, node) {
    const panel = $("panel");
    panel.hidden = node === null;
    if (node === null) return panel.replaceChildren();
    const close = element("button", { type: "button", className: "close", textContent: "Close" });
    close.addEventListener("click", () => this.chosen(null));
    const name = element("bdi", { textContent: shown(network.names[node], 200) });
    panel.replaceChildren(
      element("p", { className: "kicker", textContent: network.kind(node) }),
      element("h2", { id: "looked-at", tabIndex: -1 }, name),
      close,
      ...this.link(network, node),
      facts(network, node),
      this.neighbours(network, node),
    );
  }

  link(network, node) {
    const address = addressOf(this.hub, network.kind(node), network.names[node]);
    if (!address) return [];
    const link = element("a", { href: address, target: "_blank", rel: "noopener noreferrer", textContent: "Page on the Hub" });
    return [element("p", {}, link)];
  }

  neighbours(network, node) {
    const ties = [...network.tiesOf(node)].sort((a, b) => network.weight(b) - network.weight(a) || order(network, node, a, b));
    const list = element("ul", { className: "neighbours" });
    const add = (some) => list.append(...some.map((tie) => this.neighbour(network, node, tie)));
    add(ties.slice(0, AT_FIRST));
    const box = element("section", {}, element("h3", { textContent: `Tied to ${count(ties.length)}` }), list);
    const cut = network.value("ties", node) - ties.length;
    if (cut > 0) box.append(element("p", { className: "soft", textContent: `${plural(cut, "ties")} more are beyond what this page holds.` }));
    if (ties.length > AT_FIRST) {
      const more = element("button", { type: "button", textContent: `Show all ${count(ties.length)}` });
      more.addEventListener("click", () => (more.remove(), add(ties.slice(AT_FIRST))));
      box.append(more);
    }
    return box;
  }

  neighbour(network, node, tie) {
    const other = network.other(tie, node);
    const name = element("button", { type: "button" }, element("bdi", { textContent: shown(network.names[other]) }));
    name.addEventListener("click", () => this.chosen(other));
    return element("li", {}, name, element("span", { className: "soft", textContent: saidOfTie(network, node, tie) }));
  }
}

function order(network, node, a, b) {
  return network.other(a, node) - network.other(b, node); // of a community the most tied comes first
}

// What a tie says, from the node that is looked at: "leads 3 commits, follows 1".
function saidOfTie(network, node, tie) {
  const { out, back, weight, relations } = network.head;
  const [there, here] = network.ways(tie, node);
  const unit = weight ? (n) => ` ${plural(n, weight)}` : () => "";
  const ways = network.directed
    ? [there && `${out}${unit(there)}`, here && `${back}${unit(here)}`]
    : [`${out}${unit(there + here)}`];
  const relation = network.relation[tie] ? relations[network.relation[tie] - 1] : "relation unknown";
  return [...ways.filter(Boolean), ...(relations.length ? [relation] : [])].join(", ");
}

function facts(network, node) {
  const rows = [...network.columns.values()].filter((one) => one.name !== "kind" && (one.type !== "set" || one.choices.length));
  const list = element("dl", { className: "known" });
  for (const { name, title } of rows) {
    const text = said(network, name, node);
    const className = network.value(name, node) === null ? "soft" : "";
    list.append(element("div", {}, element("dt", { textContent: title }), element("dd", { textContent: text, className })));
  }
  return list;
}

function addressOf(hub, kind, name) {
  const possible = kind === "developer" ? ACCOUNT : REPOSITORY;
  return hub && possible.test(name) ? `${hub}/${ROOMS[kind] ?? ""}${name}` : "";
}
