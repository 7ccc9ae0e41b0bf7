// What colours and sizes mean, and how many nodes each colour has, of those that the filters let through.

import { $, element } from "./dom.js";
import { count, plural, shown } from "./words.js";

export function legend(network, state, painted) {
  if (!network.n) return $("legend").replaceChildren();
  const { passed, undated, colour, classes, size, grows } = meaning(network, state, painted);
  $("legend").replaceChildren(
    element("h2", { textContent: "Legend" }),
    element("p", { textContent: passed }),
    ...(undated ? [element("p", { className: "soft", textContent: undated })] : []),
    element("h3", { textContent: colour }),
    element("ul", { className: "colours" }, ...classes.map(row)),
    element("h3", { textContent: size }),
    element("p", { textContent: grows }),
  );
}

// Returns the legend as texts; classes are [{label, colour, n}], those that nobody is in left out.
export function meaning(network, state, { colours, sizes, passing }) {
  const counts = new Array(colours.classes.length).fill(0);
  for (let node = 0; node < network.n; node++) counts[colours.of[node]] += passing.node[node];
  const { nodes } = network.head;
  const size = network.columns.get(state.size).title;
  const beside = network.find(state.node, state.kind) === null ? "" : `, and all that ${shown(state.node)} is tied to`;
  return {
    passed: `${count(passing.shown)} of ${count(network.n)} ${nodes} shown${beside}.`,
    undated: passing.undated ? `${plural(passing.undated, nodes)} without a known date left out.` : "",
    colour: `Colour: ${network.columns.get(state.colour).title}`,
    classes: colours.classes.map((one, at) => ({ ...one, n: counts[at] })).filter(({ n }) => n),
    size: `Size: ${size}`,
    grows: sizeWords(size, sizes),
  };
}

// Returns the filters that are on, as texts.
export function filtered(network, state) {
  const span = [state.from && `from ${state.from}`, state.to && `to ${state.to}`].filter(Boolean).join(" ");
  return [
    state.part && `Part of the Hub: ${shown(state.part)}.`,
    state.weight && `Ties of at least ${state.weight} (${network.head.weight}).`,
    state.core && `Core, from k = ${state.core}.`,
    span && `${network.columns.get(network.head.time).title}, ${span}.`,
  ].filter(Boolean);
}

function row({ label, colour, n }) {
  const swatch = element("span", { className: "swatch" });
  swatch.style.backgroundColor = colour;
  return element("li", {}, swatch, element("span", { textContent: label }), element("span", { className: "n", textContent: count(n) }));
}

function sizeWords(title, { most, unknown }) {
  if (most < 0) return `${title} is known of none.`;
  const known = `The area of a dot grows with ${title}, from 0 to ${count(most)}.`;
  return unknown ? `${known} Of ${count(unknown)} it is unknown: their dots are the smallest.` : known;
}
