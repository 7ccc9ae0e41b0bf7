// Sizes of nodes: the area of a dot grows with a number.

const LEAST = 1.6;

// Returns {radius of each node, most, unknown: how many}.
export function sizing(network, name) {
  const { values } = network.columns.get(name);
  const most = values.reduce((a, b) => Math.max(a, b), 0) - 1;
  const largest = network.n > 20_000 ? 11 : 13;
  const grow = (largest - LEAST) / Math.sqrt(Math.max(most, 1));
  const radius = new Float32Array(network.n);
  let unknown = 0;
  for (let node = 0; node < network.n; node++) {
    if (values[node] === 0) unknown++;
    radius[node] = LEAST + grow * Math.sqrt(Math.max(values[node] - 1, 0));
  }
  return { radius, most, unknown };
}

export function sizable(network) {
  return [...network.columns.values()].filter((one) => one.type === "number");
}
