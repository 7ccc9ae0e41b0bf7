// The picture as a file: what is drawn, on paper of its colour, as PNG.

import { element } from "./dom.js";

const LAYERS = ["edges", "nodes", "edgeLabels", "labels", "hovers", "hoverNodes"];

export function savePicture(drawing, name) {
  const canvases = drawing.sigma.getCanvases();
  drawing.sigma.refresh(); // WebGL forgets what it drew once the browser has shown it
  const { width, height } = canvases.nodes;
  const canvas = element("canvas", { width, height });
  const context = canvas.getContext("2d");
  context.fillStyle = drawing.ink.paper;
  context.fillRect(0, 0, width, height);
  for (const layer of LAYERS) if (canvases[layer]) context.drawImage(canvases[layer], 0, 0, width, height);
  canvas.toBlob((blob) => save(blob, `${name}.png`), "image/png");
}

function save(blob, name) {
  const link = element("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
