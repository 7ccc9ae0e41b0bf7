// The wire format of packing.py, read back: a view's header and its arrays.

const TYPES = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, f64: Float64Array };

export async function unpack(text) {
  const zipped = new Blob([bytesOf(text)]).stream().pipeThrough(new DecompressionStream("gzip"));
  const content = await new Response(zipped).arrayBuffer();
  const length = new DataView(content).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(content, 4, length)));
  const arrays = {};
  let begin = 4 + length;
  for (const [name, type, size] of head.arrays) {
    arrays[name] = fromPlanes(content, begin, TYPES[type], size);
    begin += size * TYPES[type].BYTES_PER_ELEMENT;
  }
  return { head, arrays };
}

function bytesOf(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let at = 0; at < letters.length; at++) bytes[at] = letters.charCodeAt(at);
  return bytes;
}

// All first bytes come first, then all second ones; numbers are little-endian, as in every machine with a browser.
function fromPlanes(content, begin, type, size) {
  const width = type.BYTES_PER_ELEMENT;
  const planes = new Uint8Array(content, begin, size * width);
  if (width === 1) return planes;
  const values = new type(size);
  const bytes = new Uint8Array(values.buffer);
  for (let plane = 0; plane < width; plane++) {
    const from = plane * size;
    for (let at = 0; at < size; at++) bytes[at * width + plane] = planes[from + at];
  }
  return values;
}
