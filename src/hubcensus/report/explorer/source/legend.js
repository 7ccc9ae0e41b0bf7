// What colours and sizes mean, and how many nodes each colour has, of those that the filters let through.

import { $, element } from "./dom.js";
import { count, plural } from "./words.js";

export function legend(network, state, { colours, sizes, passing }) {
  const counts = new Array(colours.classes.length).fill(0);
  for (let node = 0; node < network.n; node++) counts[colours.of[node]] += passing.node[node];
  const rows = colours.classes.map(({ label, colour }, at) => row(label, colour, counts[at])).filter((_, at) => counts[at]);
  const { nodes } = network.head;
  if (!network.n) return $("legend").replaceChildren();
  const colour = network.columns.get(state.colour).title;
  const size = network.columns.get(state.size).title;
  $("legend").replaceChildren(
    element("h2", { textContent: "Legend" }),
    element("p", { textContent: `${count(passing.shown)} of ${count(network.n)} ${nodes} shown.` }),
    ...(passing.undated ? [element("p", { className: "soft", textContent: `${plural(passing.undated, nodes)} without a known date left out.` })] : []),
    element("h3", { textContent: `Colour: ${colour}` }),
    element("ul", { className: "colours" }, ...rows),
    element("h3", { textContent: `Size: ${size}` }),
    element("p", { textContent: sizeWords(size, sizes) }),
  );
}

function row(label, colour, n) {
  const swatch = element("span", { className: "swatch" });
  swatch.style.backgroundColor = colour;
  return element("li", {}, swatch, element("span", { textContent: label }), element("span", { className: "n", textContent: count(n) }));
}

function sizeWords(title, { most, unknown }) {
  if (most < 0) return `${title} is known of none.`;
  const known = `The area of a dot grows with ${title}, from 0 to ${count(most)}.`;
  return unknown ? `${known} Of ${count(unknown)} it is unknown: their dots are the smallest.` : known;
}
