// The picture as a file, PNG or SVG: what is drawn, below its title and beside its legend, on paper of its colour.

import { element } from "./dom.js";
import { CanvasPen, SvgPen } from "./pens.js";
import { count, shown } from "./words.js";

const LAYERS = ["edges", "nodes", "edgeLabels", "labels", "hovers", "hoverNodes"];
const TOP = 64; // of the title
const SIDE = 264; // of the legend
const LEAST = 420; // in height, for the legend
const MARGIN = 20;
const LETTERS = 38; // of a line of the legend

// `said` is {title, subtitle, filters, meaning}.
export function savePng(drawing, name, said) {
  const canvases = drawing.sigma.getCanvases();
  drawing.sigma.refresh(); // WebGL forgets what it drew once the browser has shown it
  const { width, height } = drawing.sigma.getDimensions();
  const pen = new CanvasPen(...paper(width, height), canvases.nodes.width / width);
  caption(pen, drawing.ink, said, width, height);
  for (const layer of LAYERS) if (canvases[layer]) pen.context.drawImage(canvases[layer], 0, TOP, width, height);
  pen.canvas.toBlob((blob) => save(blob, `${name}.png`), "image/png");
}

export function saveSvg(drawing, name, said) {
  drawing.sigma.refresh();
  const { width, height } = drawing.sigma.getDimensions();
  const pen = new SvgPen(...paper(width, height));
  caption(pen, drawing.ink, said, width, height);
  pen.within(0, TOP, width, height, () => drawing.onto(pen));
  save(new Blob([pen.file], { type: "image/svg+xml" }), `${name}.svg`);
}

// Width and height of the paper around a picture.
function paper(width, height) {
  return [width + SIDE, Math.max(height, LEAST) + TOP];
}

function caption(pen, ink, { title, subtitle, filters, meaning }, width, height) {
  const plain = { size: 13, colour: ink.text };
  const soft = { size: 12, colour: ink.rule };
  pen.rectangle(0, 0, ...paper(width, height), ink.paper);
  pen.text(MARGIN, 28, title, { size: 18, weight: 600, colour: ink.text });
  pen.text(MARGIN, 50, subtitle, soft);
  const [left, right] = [width + MARGIN, width + SIDE - MARGIN];
  let y = TOP + 8;
  const say = (text, style) => {
    for (const line of wrapped(text)) pen.text(left, (y += 18), line, style);
  };
  for (const text of [meaning.passed, meaning.undated, ...filters]) say(text, soft);
  y += 10;
  say(meaning.colour, { ...plain, weight: 600 });
  for (const { label, colour, n } of meaning.classes) {
    y += 20;
    pen.dot(left + 6, y - 4.5, 6, colour);
    pen.text(left + 20, y, shown(label, 25), plain);
    pen.text(right, y, count(n), { ...soft, anchor: "end" });
  }
  y += 10;
  say(meaning.size, { ...plain, weight: 600 });
  say(meaning.grows, soft);
}

function wrapped(text) {
  const lines = [""];
  for (const word of text.split(" ").filter(Boolean)) {
    const last = lines.length - 1;
    if (lines[last].length + word.length < LETTERS) lines[last] += `${lines[last] && " "}${word}`;
    else lines.push(word);
  }
  return lines.filter(Boolean);
}

function save(blob, name) {
  const link = element("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
