// Elements from plain values. Text is always text: nothing that anyone typed is read as HTML.

export function make(tag, given = {}, ...within) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && name !== "list") element[name] = value;
    else if (value !== undefined && value !== null && value !== false) element.setAttribute(name, value);
  }
  element.append(...kept(within));
  return element;
}

// The element with the focus, in the document or in the part of it (a shadow root) that holds a place.
export function focused(place) {
  const root = place.getRootNode();
  return "activeElement" in root ? root.activeElement : document.activeElement;
}

const kept = (within) => within.flat(Infinity).filter((part) => part !== null && part !== undefined && part !== "");

// What is in a place, anew; the button or field that has the focus gives it to the one that comes in its place.
export function fill(place, ...within) {
  const path = pathTo(place, focused(place));
  while (place.lastChild) place.removeChild(place.lastChild);
  place.append(...kept(within));
  if (path) focusAt(place, path);
  return place;
}

function pathTo(place, element) {
  if (!element || element === place || !place.contains(element)) return null;
  const steps = [];
  for (let at = element; at !== place; at = at.parentNode) steps.unshift([...at.parentNode.children].indexOf(at));
  return { steps, id: element.id, tag: element.tagName };
}

function focusAt(place, { steps, id, tag }) {
  const named = id && place.querySelector(`[id="${id.replace(/["\\]/g, "\\$&")}"]`);
  const found = named || steps.reduce((at, step) => at && at.children[step], place);
  if (found && found.tagName === tag) found.focus({ preventScroll: true });
}

export function paragraphs(text, kind = "") {
  return text.split("\n").filter(Boolean).map((line) => make("p", { className: kind }, line));
}

export function tableOf(columns, rows, right = [], caption = "") {
  const side = (place) => (right[place] ? "number" : "");
  const head = columns.map((name, place) => (name ? make("th", { scope: "col", className: side(place) }, name) : make("td")));
  const body = rows.map((row) => make("tr", {}, row.map((cell, place) => make("td", { className: side(place) }, cell))));
  return make("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": caption || columns.filter(Boolean).join(", ") },
    make("table", {}, make("thead", {}, make("tr", {}, head)), make("tbody", {}, body)));
}

// A table of sentences: on a narrow page each row becomes a list in which each cell has its heading.
export function wordyTable(columns, rows, caption = "", right = []) {
  const place = tableOf(columns, rows, right, caption);
  place.classList.add("wordy");
  place.querySelectorAll("tbody tr").forEach((row) => [...row.children].forEach((cell, at) => cell.setAttribute("data-head", columns[at])));
  return place;
}

export function press(text, onclick, given = {}) {
  return make("button", { type: "button", onclick, ...given }, text);
}

// Part of a page that opens and closes; the name tells it apart from the others when it is made anew.
export function foldable(name, title, ...within) {
  return make("details", { className: `card fold ${name}`, "data-fold": name }, make("summary", {}, title), within);
}

// What is open in a place stays open when it is made anew.
export function fillFolded(place, ...within) {
  const open = new Set([...place.querySelectorAll("details[open]")].map((part) => part.getAttribute("data-fold")));
  const seen = new Set([...place.querySelectorAll("details")].map((part) => part.getAttribute("data-fold")));
  fill(place, ...within);
  place.querySelectorAll("details").forEach((part) => {
    const name = part.getAttribute("data-fold");
    if (seen.has(name)) part.open = open.has(name);
  });
}
