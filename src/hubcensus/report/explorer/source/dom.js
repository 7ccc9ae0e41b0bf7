// Elements of the page. Every text is set as text: nothing of the Hub is ever read as HTML.

export function $(id) {
  return document.getElementById(id);
}

export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

// Fills a select with [value, title] pairs, and chooses one.
export function options(select, pairs, chosen) {
  select.replaceChildren(...pairs.map(([value, title]) => element("option", { value, textContent: title })));
  select.value = chosen;
}
