// What is looked at, in the address of the page: whoever opens the same address sees the same. The address may have been
// written by anybody, so nothing of it is used before it was compared with what there is.

const NAMES = ["view", "node", "kind", "colour", "size", "part", "weight", "core", "from", "to"];


export function read(fragment) {
  const given = new URLSearchParams(fragment.replace(/^#/, ""));
  return Object.fromEntries(NAMES.map((name) => [name, given.get(name) ?? ""]));
}

// `defaults` is what holds where the address says nothing.
export function write(state, again, defaults) {
  const parameters = new URLSearchParams(NAMES.filter((name) => state[name] && state[name] !== defaults[name]).map((name) => [name, state[name]]));
  const address = `#${parameters}`;
  if (address === location.hash) return;
  history[again ? "replaceState" : "pushState"](null, "", address);
}

// A whole number of 0 or more, or null.
export function whole(text) {
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}
