// The picture of a network, by sigma: nodes, the ties that are drawn, and all ties of the node that is looked at.

import Graph from "graphology";
import Sigma from "sigma";
import { NodePointProgram } from "sigma/rendering";

import { FONT } from "./pens.js";
import { shown } from "./words.js";

const LABELS = 30; // neighbours with a label, the most tied first
const NO_MOTION = "(prefers-reduced-motion: reduce)";

export class Drawing {
  // `picked` is called with a node when it is clicked, with null when the paper is.
  constructor(container, picked) {
    this.ink = inkOf(container);
    this.focus = null;
    this.wanted = []; // labels of this frame
    this.taken = []; // those of them that are drawn, and their boxes
    this.sigma = new Sigma(new Graph({ type: "undirected", multi: true }), container, {
      labelFont: FONT,
      labelSize: 12,
      labelColor: { color: this.ink.text },
      labelRenderedSizeThreshold: 7,
      labelDensity: 0.7,
      labelGridCellSize: 130,
      defaultDrawNodeLabel: (context, data) => data.label && this.wanted.push(data),
      defaultDrawNodeHover: (context, data, settings) => drawHover(context, data, settings, this.ink),
      minEdgeThickness: 0.6,
      stagePadding: 24,
      zIndex: true,
      maxCameraRatio: 3,
      minCameraRatio: 0.004,
      nodeProgramClasses: { circle: NodePointProgram }, // one vertex a node, where a circle has three
      nodeReducer: (key, data) => Object.assign(data, this.node(Number(key))),
      edgeReducer: (key, data) => Object.assign(data, this.edge(data)),
    });
    this.sigma.on("beforeRender", () => (this.wanted = []));
    this.sigma.on("afterRender", () => this.label());
    this.sigma.on("clickNode", ({ node }) => picked(Number(node)));
    this.sigma.on("clickStage", () => picked(null));
  }

  // Shows a network; what is drawn of it follows with `paint`.
  show(network) {
    this.network = network;
    this.focus = null;
    this.passing = null;
    const graph = new Graph({ type: "undirected", multi: true });
    for (let node = 0; node < network.n; node++) graph.addNode(node, { x: network.x[node], y: -network.y[node] });
    for (let tie = 0; tie < network.m; tie++) {
      if (network.drawn[tie]) graph.addUndirectedEdge(network.low[tie], network.high[tie], { tie });
    }
    this.thick = graph.size < 3000 ? 1.5 : 0.7;
    this.sigma.setSetting("hideEdgesOnMove", network.n > 5000);
    this.graph = graph;
  }

  // Paints nodes: colours, radii, and what the filters let through.
  paint({ colours, sizes, passing }) {
    Object.assign(this, { colours, sizes, passing });
    if (this.sigma.getGraph() === this.graph) this.sigma.refresh();
    else this.sigma.setGraph(this.graph);
  }

  // Looks at a node, with all of its ties; at none if it is null.
  look(node) {
    if (node === null && this.focus === null) return;
    for (const edge of this.graph.filterEdges((_, data) => data.own)) this.graph.dropEdge(edge);
    this.focus = node;
    this.near = new Set();
    if (node === null) {
      this.sigma.refresh();
      return;
    }
    for (const tie of this.network.tiesOf(node)) {
      const other = this.network.other(tie, node);
      this.near.add(other);
      this.graph.addUndirectedEdge(node, other, { tie, own: true });
    }
    const first = [...this.near].sort((a, b) => this.sizes.radius[b] - this.sizes.radius[a]).slice(0, LABELS);
    this.labelled = new Set(first);
    this.sigma.refresh();
    this.goTo(node);
  }

  // Writes the labels, those of the largest dots first: one that would lie over another is left out.
  label() {
    const context = this.sigma.getCanvases().labels.getContext("2d");
    this.taken = [];
    this.wanted.sort((a, b) => b.zIndex - a.zIndex || b.size - a.size);
    for (const data of this.wanted) drawLabel(context, data, this.sigma.getSettings(), this.ink, this.taken);
  }

  goTo(node) {
    const { x, y } = this.sigma.getNodeDisplayData(node);
    const camera = this.sigma.getCamera();
    const ratio = Math.min(camera.ratio, Math.max(0.05, 2.4 * this.reach(x, y)));
    this.move({ x, y, ratio });
  }

  // How far the neighbours are, as a share of the picture.
  reach(x, y) {
    const far = [...this.near].map((node) => this.sigma.getNodeDisplayData(node));
    return far.reduce((most, one) => Math.max(most, Math.hypot(one.x - x, one.y - y)), 0.02);
  }

  move(state) {
    const camera = this.sigma.getCamera();
    if (matchMedia(NO_MOTION).matches || this.network.n > 20_000) camera.setState(state);
    else camera.animate(state, { duration: 400 });
  }

  zoom(factor) {
    this.move({ ratio: this.sigma.getCamera().getBoundedRatio(this.sigma.getCamera().ratio * factor) });
  }

  whole() {
    const { x, y, ratio } = this.sigma.getCamera();
    if (x === 0.5 && y === 0.5 && ratio === 1) return;
    this.move({ x: 0.5, y: 0.5, ratio: 1 });
  }

  themed(container) {
    this.ink = inkOf(container);
    this.sigma.setSetting("labelColor", { color: this.ink.text });
  }

  node(node) {
    if (!this.passing) return { hidden: true };
    const colour = this.colours.classes[this.colours.of[node]].colour;
    const size = this.sizes.radius[node];
    const label = shown(this.network.names[node], 40);
    if (this.focus === null) return { color: colour, size, label, hidden: !this.passing.node[node], zIndex: 0 };
    if (node === this.focus) return { color: colour, size: Math.max(size, 6), label, forceLabel: true, highlighted: true, zIndex: 3 };
    if (this.near.has(node)) {
      return { color: colour, size: Math.max(size, 2), label, forceLabel: this.labelled.has(node), zIndex: 2 };
    }
    return { color: this.ink.faint, size: Math.min(size, 3), label: null, hidden: !this.passing.node[node], zIndex: 0 };
  }

  // Puts what is on the screen onto an SVG.
  onto(pen) {
    const sides = this.sigma.getDimensions();
    const place = new Map();
    for (const key of this.graph.nodes()) {
      const data = this.sigma.getNodeDisplayData(key);
      place.set(key, { ...data, ...this.sigma.framedGraphToViewport(data), size: this.sigma.scaleSize(data.size) });
    }
    for (const own of [false, true]) {
      const ends = [];
      this.graph.forEachEdge((edge, data, source, target) => {
        const [a, b] = [place.get(source), place.get(target)];
        const seen = !this.sigma.getEdgeDisplayData(edge).hidden && !a.hidden && !b.hidden;
        if (seen && Boolean(data.own) === own && near(sides, a, b)) ends.push([a.x, a.y, b.x, b.y]);
      });
      pen.lines(ends, own ? { colour: this.ink.accent, width: 1.4, opacity: 0.55 } : { colour: this.ink.edge, width: 0.7, opacity: 0.5 });
    }
    const dots = [...place.values()].filter((one) => !one.hidden && near(sides, one, one)).sort((a, b) => a.zIndex - b.zIndex);
    for (const one of dots) pen.dot(one.x, one.y, one.size, one.color);
    for (const { left, y, label } of this.taken) pen.text(left, y, label, { size: 12, colour: this.ink.text, halo: this.ink.paper });
  }

  edge({ tie, own }) {
    if (own) return { color: this.ink.own, size: 1.4, zIndex: 2 };
    if (this.focus !== null) return { hidden: true };
    return { color: this.ink.tie, size: this.thick, hidden: !this.passing?.tie(tie) };
  }
}

function inkOf(container) {
  const style = getComputedStyle(container);
  const read = (name) => style.getPropertyValue(`--${name}`).trim();
  const names = ["paper", "tie", "faint", "own", "edge", "accent"];
  return { text: read("ink"), rule: read("soft"), ...Object.fromEntries(names.map((name) => [name, read(name)])) };
}

// Whether the box of two points meets the picture, with room for a dot.
function near({ width, height }, a, b) {
  const room = 40;
  return Math.max(a.x, b.x) > -room && Math.min(a.x, b.x) < width + room && Math.max(a.y, b.y) > -room && Math.min(a.y, b.y) < height + room;
}

function drawLabel(context, data, settings, ink, taken) {
  context.font = `${settings.labelWeight} ${settings.labelSize}px ${settings.labelFont}`;
  const width = context.measureText(data.label).width;
  const fits = data.x + data.size + 4 + width < context.canvas.clientWidth;
  const x = fits ? data.x + data.size + 4 : data.x - data.size - 4 - width;
  const y = data.y + settings.labelSize / 3;
  const box = { left: x, right: x + width, top: y - settings.labelSize, bottom: y + 3, y, label: data.label };
  if (taken.some((one) => overlap(one, box))) return;
  taken.push(box);
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = ink.paper;
  context.strokeText(data.label, x, y);
  context.fillStyle = ink.text;
  context.fillText(data.label, x, y);
}

function overlap(one, other) {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

function drawHover(context, data, settings, ink) {
  context.beginPath();
  context.arc(data.x, data.y, data.size + 2.5, 0, 2 * Math.PI);
  context.lineWidth = 2;
  context.strokeStyle = ink.text;
  context.stroke();
  const label = data.label ?? "";
  context.font = `600 ${settings.labelSize}px ${settings.labelFont}`;
  const [left, width, height] = [data.x + data.size + 6, context.measureText(label).width + 10, settings.labelSize + 9];
  context.fillStyle = ink.paper;
  context.strokeStyle = ink.rule;
  context.lineWidth = 1;
  context.beginPath();
  context.roundRect(left, data.y - height / 2, width, height, 3);
  context.fill();
  context.stroke();
  context.fillStyle = ink.text;
  context.fillText(label, left + 5, data.y + settings.labelSize / 3);
}
