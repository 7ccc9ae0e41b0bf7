// The explorer: the state of the address is the one truth; every click changes it, and the page follows.

import { colourable, colouring } from "./colours.js";
import { Controls } from "./controls.js";
import { $ } from "./dom.js";
import { Drawing } from "./drawing.js";
import { passing } from "./filters.js";
import { filtered, legend, meaning } from "./legend.js";
import { Network } from "./network.js";
import { Panel } from "./panel.js";
import { savePng, saveSvg } from "./picture.js";
import { Search } from "./search.js";
import { sizable, sizing } from "./sizes.js";
import { read, whole, write } from "./state.js";
import { unpack } from "./unpack.js";
import { count, firstDay, plural } from "./words.js";

const dark = matchMedia("(prefers-color-scheme: dark)");
const packed = [...document.querySelectorAll("script[data-view]")];
const networks = new Map();
const controls = new Controls(packed.map((one) => [one.dataset.view, one.dataset.title]), change);
const search = new Search(choose);
const panel = new Panel(document.body.dataset.hub, choose);
const drawing = drawingOrNot();
let state = {};
let network = null;
let painted = {};
$("starting").remove(); // it says what it means if it stays
let turn = 0; // counts openings: one that had to wait gives way to a later one

function drawingOrNot() {
  try {
    return new Drawing($("graph"), choose);
  } catch {
    $("no-picture").hidden = false; // no WebGL; search, panel and lists do not need it
    $("picture").hidden = true;
    return null;
  }
}

// Opens what the address says.
async function open() {
  const wanted = read(location.hash);
  wanted.view = networkNamed(wanted.view) ?? packed[0].dataset.view;
  const other = wanted.view !== state.view;
  const mine = ++turn;
  if (other) {
    const found = await networkOf(wanted.view).catch(() => null);
    if (mine !== turn) return;
    $("unread").hidden = found !== null;
    if (!found) return;
    network = found;
    drawing?.show(network);
    search.show(network);
  }
  const before = state;
  state = valid(wanted);
  controls.show(network, state);
  if (other || ["colour", "size", "part", "weight", "core", "from", "to"].some((name) => before[name] !== state[name])) paint();
  if (other || before.node !== state.node || before.kind !== state.kind) look(other && !state.node);
  legend(network, state, painted);
  banner();
}

function networkNamed(name) {
  return packed.map((one) => one.dataset.view).find((one) => one === name);
}

async function networkOf(name) {
  if (!networks.has(name)) {
    const text = packed.find((one) => one.dataset.view === name).textContent.trim();
    networks.set(name, new Network(await unpack(text)));
  }
  return networks.get(name);
}

// The state with nothing in it that this network does not have.
function valid(wanted) {
  const known = (columns, name, otherwise) => (columns.some((one) => one.name === name) ? name : otherwise);
  const parts = network.columns.get("subfields").choices;
  return {
    ...wanted,
    colour: known(colourable(network), wanted.colour, known(colourable(network), network.head.colour, "community")),
    size: known(sizable(network), wanted.size, "ties"),
    part: parts.includes(wanted.part) ? wanted.part : "",
    weight: network.head.weight && whole(wanted.weight) !== null ? wanted.weight : "",
    core: whole(wanted.core) !== null ? wanted.core : "",
    from: firstDay(wanted.from) !== null ? wanted.from : "",
    to: firstDay(wanted.to) !== null ? wanted.to : "",
  };
}

function paint() {
  painted = {
    colours: colouring(network, state.colour, dark.matches ? "dark" : "light"),
    sizes: sizing(network, state.size),
    passing: passing(network, state),
  };
  drawing?.paint(painted);
}

function look(whole) {
  const node = state.node ? network.find(state.node, state.kind) : null;
  panel.show(network, node);
  if (!drawing) return;
  drawing.look(node);
  if (whole) drawing.whole();
}

// Looks at a node, or at none.
function choose(node) {
  const kind = node !== null && network.alike(node) ? network.kind(node) : "";
  go({ ...state, node: node === null ? "" : network.names[node], kind });
  if (node !== null) $("looked-at").focus({ preventScroll: true });
}

function change(name, value) {
  if (name === "view") go({ view: value });
  else if (name === "reset") go({ view: state.view, node: state.node, kind: state.kind, colour: state.colour, size: state.size });
  else go({ ...state, [name]: value }, true);
}

function go(wanted, again = false) {
  write(wanted, again, { colour: network?.head.colour, size: "ties" });
  return open();
}

function banner() {
  const { head, m } = network;
  const drawn = network.drawn.reduce((a, b) => a + b, 0);
  const { isolates, nodes, ties } = head.leftOut;
  const sentences = [
    m === 0 && "There is no tie in this network, so there is nothing to draw.",
    m > 0 && (drawn < m
      ? `Drawn: the ${count(drawn)} ties that hold it together or stand out, of ${count(m)}; all others appear when you choose a dot.`
      : `Drawn: ${m === 1 ? "the one tie" : `all ${count(m)} ties`} between ${plural(network.n, head.nodes)}.`),
    isolates > 0 && `Not drawn: ${plural(isolates, head.nodes)} without a tie.`,
    nodes > 0 && `Left out: ${plural(nodes, head.nodes)} with fewer ties than those shown.`,
    ties > 0 && `Ties beyond what this page holds: ${count(ties)}.`,
    state.node && network.find(state.node, state.kind) === null && "The name in the address is not in this picture.",
  ];
  $("about").textContent = head.about;
  $("banner").textContent = sentences.filter(Boolean).join(" ");
}

// What a picture says of itself.
function said() {
  const subtitle = `${document.title}. ${document.querySelector("meta[name=generator]").content}.`;
  return { title: network.head.title, subtitle, filters: filtered(network, state), meaning: meaning(network, state, painted) };
}

for (const [id, factor] of [["closer", 1 / 1.6], ["farther", 1.6]]) $(id).addEventListener("click", () => drawing.zoom(factor));
$("whole").addEventListener("click", () => drawing.whole());
for (const [id, saved] of [["png", savePng], ["svg", saveSvg]]) $(id).addEventListener("click", () => network && saved(drawing, `hubcensus-${state.view}`, said()));
addEventListener("popstate", open);
addEventListener("hashchange", open);
dark.addEventListener("change", () => (drawing?.themed($("graph")), paint(), legend(network, state, painted)));
open().then(() => requestAnimationFrame(() => requestAnimationFrame(ready)));

// The first picture is on the screen.
function ready() {
  performance.mark("explorer-ready");
  document.documentElement.dataset.ready = "yes";
}
