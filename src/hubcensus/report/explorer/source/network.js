// One network in typed arrays: names, what is known of nodes, and the ties of each node side by side.

export class Network {
  constructor({ head, arrays }) {
    this.head = head;
    this.x = arrays.x;
    this.y = arrays.y;
    this.n = arrays.x.length;
    this.m = arrays.high.length;
    this.names = cut(new TextDecoder("utf-8", { ignoreBOM: true }).decode(arrays.text), arrays.lengths);
    this.columns = new Map(head.columns.map((one) => [one.name, { ...one, values: arrays[`column.${one.name}`] }]));
    for (const name of ["there", "back", "drawn", "parts", "relation"]) this[name] = arrays[name];
    this.unpackTies(arrays.higher, arrays.high);
    this.directed = head.out !== head.back;
    this.numbers = null;
    this.countTies();
  }

  // Numbers of ties come as what is beyond the ties that are here.
  countTies() {
    const [ties, out, back] = ["ties", "out", "back"].map((name) => {
      const column = this.columns.get(name);
      return column && (column.values = Uint32Array.from(column.values));
    });
    for (let tie = 0; tie < this.m; tie++) {
      const [low, high] = [this.low[tie], this.high[tie]];
      ties[low]++;
      ties[high]++;
      if (out && this.there[tie]) out[low]++, back[high]++;
      if (out && this.back[tie]) out[high]++, back[low]++;
    }
  }

  unpackTies(higher, differences) {
    this.low = new Uint32Array(this.m);
    this.high = new Uint32Array(this.m);
    const degree = new Uint32Array(this.n + 1);
    for (let node = 0, tie = 0; node < this.n; node++) {
      for (let of = 0, last = node; of < higher[node]; of++, tie++) {
        last += differences[tie];
        this.low[tie] = node;
        this.high[tie] = last;
        degree[node]++;
        degree[last]++;
      }
    }
    this.first = new Uint32Array(this.n + 1);
    for (let node = 0; node < this.n; node++) this.first[node + 1] = this.first[node] + degree[node];
    const next = this.first.slice();
    this.tieAt = new Uint32Array(2 * this.m);
    for (let tie = 0; tie < this.m; tie++) {
      this.tieAt[next[this.low[tie]]++] = tie;
      this.tieAt[next[this.high[tie]]++] = tie;
    }
  }

  tiesOf(node) {
    return this.tieAt.subarray(this.first[node], this.first[node + 1]);
  }

  other(tie, node) {
    return this.low[tie] === node ? this.high[tie] : this.low[tie];
  }

  weight(tie) {
    return this.there[tie] + this.back[tie];
  }

  // What the tie weighs from the node to the other, and back.
  ways(tie, node) {
    const ways = [this.there[tie], this.back[tie]];
    return this.low[tie] === node ? ways : ways.reverse();
  }

  // The value of a column; null is unknown.
  value(name, node) {
    const column = this.columns.get(name);
    if (!column) return null;
    const value = column.values[node];
    return value === 0 ? null : value - 1;
  }

  kind(node) {
    const column = this.columns.get("kind");
    return column ? column.choices[this.value("kind", node)] : "developer";
  }

  // The node of a name; a space and a model may have the same one.
  find(name, kind) {
    if (!this.numbers) {
      this.numbers = new Map();
      this.names.forEach((one, node) => this.numbers.set(one, [...(this.numbers.get(one) ?? []), node]));
    }
    const found = this.numbers.get(name) ?? [];
    return found.find((node) => this.kind(node) === kind) ?? found[0] ?? null;
  }

  alike(node) {
    this.find("");
    return this.numbers.get(this.names[node]).length > 1;
  }
}

function cut(text, lengths) {
  const names = new Array(lengths.length);
  for (let at = 0, begin = 0; at < lengths.length; begin += lengths[at++]) {
    names[at] = text.substring(begin, begin + lengths[at]);
  }
  return names;
}
