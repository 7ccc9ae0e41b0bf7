// Numbers, days and names as people read them. Names come from the Hub: they are shown as text, cut and made visible.

const MONTHS = "January February March April May June July August September October November December".split(" ");
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ue000-\uf8ff]/gu;
const DAY = 86_400_000;

export const UNKNOWN = "unknown";

export function count(value) {
  return value.toLocaleString("en-GB", { maximumFractionDigits: 1 });
}

export function plural(n, many) {
  return `${count(n)} ${n === 1 ? many.replace(/ies$/, "y").replace(/s$/, "") : many}`;
}

export function day(days) {
  const date = new Date(days * DAY);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

// The first day of a month that is written as 2024-07, or of the one after it; null if it is not written so.
export function firstDay(month, later = 0) {
  const found = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(month);
  return found ? Date.UTC(+found[1], +found[2] - 1 + later, 1) / DAY : null;
}

export function shown(name, longest = 60) {
  const seen = name.replace(UNSEEN, "\ufffd");
  const letters = Array.from(seen.slice(0, 2 * longest + 2));
  return letters.length > longest ? `${letters.slice(0, longest).join("")}\u2026` : seen;
}

// The value of a column of a node, in words.
export function said(network, name, node) {
  const column = network.columns.get(name);
  const value = network.value(name, node);
  if (value === null) return UNKNOWN;
  if (column.type === "number") return count(value);
  if (column.type === "day") return day(value);
  if (column.type === "truth") return value ? "yes" : "no";
  if (column.type === "group") return `no. ${count(value + 1)} by size`;
  if (column.type === "choice") return shown(column.choices[value]);
  const inside = column.choices.filter((_, bit) => (value >>> bit) & 1);
  return inside.length ? inside.map((one) => shown(one)).join(", ") : "none";
}
