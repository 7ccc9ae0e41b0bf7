// The menus and fields: they show what the state is, and tell of each change.

import { colourable } from "./colours.js";
import { $, options } from "./dom.js";
import { sizable } from "./sizes.js";

const FILTERS = ["part", "weight", "core", "from", "to"];
const FIELDS = ["colour", "size", ...FILTERS];

export class Controls {
  // `changed` is called with the name of a field and its text.
  constructor(views, changed) {
    options($("view"), views, "");
    for (const name of ["view", ...FIELDS]) {
      const event = $(name).type === "number" ? "input" : "change"; // a number counts while it is typed
      $(name).addEventListener(event, () => changed(name, $(name).value));
    }
    $("reset").addEventListener("click", () => changed("reset", ""));
  }

  show(network, state) {
    const parts = network.columns.get("subfields").choices;
    $("view").value = state.view;
    options($("colour"), colourable(network).map((one) => [one.name, one.title]), state.colour);
    options($("size"), sizable(network).map((one) => [one.name, one.title]), state.size);
    options($("part"), [["", "all"], ...parts.map((one) => [one, one])], state.part);
    for (const name of ["weight", "core", "from", "to"]) $(name).value = state[name];
    if (FILTERS.some((name) => state[name])) $("more").open = true; // what hides something can be seen
    $("part").parentElement.hidden = parts.length === 0;
    $("weight").parentElement.hidden = !network.head.weight;
    $("weight-unit").textContent = network.head.weight;
    const time = network.columns.get(network.head.time);
    for (const name of ["from", "to"]) $(name).parentElement.hidden = !time;
    if (time) $("from-what").textContent = time.title;
  }
}
