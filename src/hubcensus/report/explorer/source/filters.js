// Which nodes and ties the filters let through.

import { whole } from "./state.js";
import { firstDay } from "./words.js";

// Returns {node: 1 for each that is shown, tie: a function of a tie, shown: how many, undated: how many for want of a day}.
export function passing(network, state) {
  const least = whole(state.weight) ?? 0;
  const bit = partOf(network, state.part);
  const tie = (one) => network.weight(one) >= least && (bit < 0 || ((network.parts[one] >>> bit) & 1) === 1);
  const node = least > 1 || bit >= 0 ? withTie(network, tie) : new Uint8Array(network.n).fill(1);
  const core = whole(state.core) ?? 0;
  const [from, to] = [firstDay(state.from) ?? -Infinity, firstDay(state.to, 1) ?? Infinity];
  const dated = from > -Infinity || to < Infinity;
  let shown = 0;
  let undated = 0;
  for (let at = 0; at < network.n; at++) {
    if (!node[at]) continue;
    const day = network.value(network.head.time, at);
    if (dated && day === null) undated++;
    if (network.value("core", at) < core || (dated && (day === null || day < from || day >= to))) node[at] = 0;
    shown += node[at];
  }
  return { node, tie, shown, undated };
}

// Which bit a part of the Hub is; -1 for all of it.
export function partOf(network, title) {
  return network.columns.get("subfields").choices.indexOf(title);
}

function withTie(network, passes) {
  const node = new Uint8Array(network.n);
  for (let tie = 0; tie < network.m; tie++) if (passes(tie)) node[network.low[tie]] = node[network.high[tie]] = 1;
  return node;
}
