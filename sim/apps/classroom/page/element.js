// Elements from plain values. Text is always text: nothing that anyone typed is read as HTML.

export function make(tag, given = {}, ...within) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && name !== "list") element[name] = value;
    else if (value !== undefined && value !== null && value !== false) element.setAttribute(name, value);
  }
  element.append(...within.flat().filter((part) => part !== null && part !== undefined && part !== ""));
  return element;
}

export function fill(place, ...within) {
  place.replaceChildren(...within.flat().filter((part) => part !== null && part !== undefined && part !== ""));
  return place;
}

export function paragraphs(text, kind = "") {
  return text.split("\n").filter(Boolean).map((line) => make("p", { className: kind }, line));
}

export function tableOf(columns, rows, right = []) {
  const side = (place) => (right[place] ? "number" : "");
  const head = columns.map((name, place) => make("th", { scope: "col", className: side(place) }, name));
  const body = rows.map((row) => make("tr", {}, row.map((cell, place) => make("td", { className: side(place) }, cell))));
  return make("div", { className: "scroll", tabIndex: 0 },
    make("table", {}, make("thead", {}, make("tr", {}, head)), make("tbody", {}, body)));
}

export function press(text, onclick, given = {}) {
  return make("button", { type: "button", onclick, ...given }, text);
}
