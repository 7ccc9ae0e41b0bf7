// Sizes of nodes: the area of a dot grows with a number.

// Returns {radius of each node, most, unknown: how many}.
export function sizing(network, name) {
  const { values } = network.columns.get(name);
  const most = values.reduce((a, b) => Math.max(a, b), 0) - 1;
  const [least, largest] = network.n > 20_000 ? [0.6, 9] : network.n > 3000 ? [1.1, 11] : [1.6, 13];
  const grow = (largest - least) / Math.sqrt(Math.max(most, 1));
  const radius = new Float32Array(network.n);
  let unknown = 0;
  for (let node = 0; node < network.n; node++) {
    if (values[node] === 0) unknown++;
    radius[node] = least + grow * Math.sqrt(Math.max(values[node] - 1, 0));
  }
  return { radius, most, unknown };
}

export function sizable(network) {
  return [...network.columns.values()].filter((one) => one.type === "number");
}
