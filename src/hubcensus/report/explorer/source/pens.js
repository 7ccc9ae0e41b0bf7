// Two ways to put the same on paper: pixels of a canvas, and the text of an SVG.

export const FONT = '-apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "Liberation Sans", "DejaVu Sans", sans-serif';

export class CanvasPen {
  constructor(width, height, scale) {
    this.canvas = Object.assign(document.createElement("canvas"), { width: width * scale, height: height * scale });
    this.context = this.canvas.getContext("2d");
    this.context.scale(scale, scale);
  }

  rectangle(x, y, width, height, colour) {
    this.context.fillStyle = colour;
    this.context.fillRect(x, y, width, height);
  }

  dot(x, y, radius, colour) {
    this.context.beginPath();
    this.context.arc(x, y, radius, 0, 2 * Math.PI);
    this.context.fillStyle = colour;
    this.context.fill();
  }

  text(x, y, text, { size, weight = 400, colour, anchor = "start" }) {
    this.context.font = `${weight} ${size}px ${FONT}`;
    this.context.textAlign = anchor;
    this.context.fillStyle = colour;
    this.context.fillText(text, x, y);
  }
}

export class SvgPen {
  constructor(width, height) {
    this.opening = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escaped(FONT)}">`;
    this.parts = [];
  }

  rectangle(x, y, width, height, colour) {
    this.parts.push(`<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${colour}"/>`);
  }

  dot(x, y, radius, colour) {
    this.parts.push(`<circle cx="${short(x)}" cy="${short(y)}" r="${short(radius)}" fill="${colour}"/>`);
  }

  text(x, y, text, { size, weight = 400, colour, anchor = "start", halo = "" }) {
    const behind = halo && ` paint-order="stroke" stroke="${halo}" stroke-width="3" stroke-linejoin="round"`;
    this.parts.push(
      `<text x="${short(x)}" y="${short(y)}" font-size="${size}" font-weight="${weight}" text-anchor="${anchor}" fill="${colour}"${behind}>${escaped(text)}</text>`,
    );
  }

  // Lines between points, [x, y, x, y] each, as one path.
  lines(ends, { colour, width, opacity }) {
    const path = ends.map(([x, y, toX, toY]) => `M${short(x)} ${short(y)}L${short(toX)} ${short(toY)}`).join("");
    if (path) this.parts.push(`<path d="${path}" stroke="${colour}" stroke-width="${width}" stroke-opacity="${opacity}" fill="none"/>`);
  }

  // What is put on paper meanwhile is cut off at these sides.
  within(x, y, width, height, draw) {
    this.parts.push(`<svg x="${x}" y="${y}" width="${width}" height="${height}">`);
    draw();
    this.parts.push("</svg>");
  }

  get file() {
    return `${this.opening}${this.parts.join("")}</svg>\n`;
  }
}

function short(value) {
  return Number(value.toFixed(1));
}

// A text as XML: a letter that XML does not know is shown as one that is missing.
function escaped(text) {
  return text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd").replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
