// Colours of nodes: a class for each, with a name and a count, so that the legend says in words what a colour says.

import { count, shown } from "./words.js";

const MANY = 7;
// Okabe and Ito's colours, made darker or lighter where they would not stand out from the paper
const HUES = {
  light: ["#0072b2", "#d55e00", "#007f5f", "#a8558a", "#9a6a00", "#2f86bd", "#6f6a00"],
  dark: ["#56b4e9", "#f08a4b", "#3fc79c", "#e39cc6", "#e6b34a", "#8fc7ff", "#f0e442"],
};
const STEPS = {
  light: ["#7ba9c4", "#4f8db0", "#2b6f97", "#0f5279", "#08304a"],
  dark: ["#2f5f7a", "#3f86ab", "#5fb0d8", "#9ad4f2", "#e2f4ff"],
};
const REST = { light: "#646a76", dark: "#a0a8b3" };
const NONE = { light: "#96928a", dark: "#666e79" };

// Returns {classes: [{label, colour, n}], of: class of each node}.
export function colouring(network, name, theme) {
  const column = network.columns.get(name);
  const make = { number: steps, group: groups, choice: choices, truth: truths, set: sets }[column.type];
  const { labels, rest, none, of } = make(network, column);
  const classes = labels.map((label, at) => ({ label, colour: (rest ? HUES : STEPS)[theme][at], n: 0 }));
  if (rest) classes.push({ label: rest, colour: REST[theme], n: 0 });
  classes.push({ label: none, colour: NONE[theme], n: 0 });
  return { classes, of };
}

export function colourable(network) {
  return [...network.columns.values()].filter((one) => {
    if (one.type === "set") return one.choices.length > 0;
    if (one.type === "choice") return one.choices.length > 1;
    return one.type !== "day";
  });
}

function groups(network, column) {
  const most = column.values.reduce((a, b) => Math.max(a, b), 0);
  const labels = Array.from({ length: Math.min(MANY, most) }, (_, at) => `community ${at + 1}`);
  return { labels, rest: "smaller communities", none: "in none", of: firsts(column.values, labels.length) };
}

function choices(network, column) {
  const labels = column.choices.slice(0, MANY).map((one) => shown(one));
  return { labels, rest: "others", none: "unknown", of: firsts(column.values, labels.length) };
}

function truths(network, column) {
  return { labels: ["no", "yes"], rest: "others", none: "unknown", of: firsts(column.values, 2) };
}

// The first values have a class each, those after them one together, unknown (0) the last.
function firsts(values, n) {
  return Uint8Array.from(values, (value) => (value === 0 ? n + 1 : Math.min(value - 1, n)));
}

function sets(network, column) {
  const labels = column.choices.slice(0, MANY - 1).map((one) => `${shown(one)} only`);
  const n = labels.length;
  const of = Uint8Array.from(column.values, (value) => {
    if (value <= 1) return n + 1;
    const bits = value - 1;
    const at = 31 - Math.clz32(bits);
    return (bits & (bits - 1)) === 0 && at < n ? at : n;
  });
  return { labels, rest: column.choices.length < MANY ? "several" : "several, or another", none: column.values.includes(0) ? "none, or unknown" : "none", of };
}

// Five steps of about as many nodes each; fewer where many nodes have the same value.
function steps(network, column) {
  const known = Float64Array.from(column.values.filter((value) => value > 0)).sort();
  const cuts = [0.2, 0.4, 0.6, 0.8].map((share) => known[Math.floor(share * known.length)]);
  const begins = known.length ? [...new Set([known[0], ...cuts])] : [];
  const labels = begins.map((begin, at) => range(begin - 1, (begins[at + 1] ?? known[known.length - 1] + 1) - 2));
  const of = Uint8Array.from(column.values, (value) => {
    if (value === 0) return labels.length;
    let at = begins.length - 1;
    while (begins[at] > value) at--;
    return at;
  });
  return { labels, rest: null, none: "unknown", of };
}

function range(low, high) {
  return low === high ? count(low) : `${count(low)} to ${count(high)}`;
}
