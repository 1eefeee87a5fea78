// A document without a browser, in which the page's modules make their elements.

import { parseHTML } from "linkedom";

export function openDocument() {
  const { window, document } = parseHTML("<!DOCTYPE html><html><body></body></html>");
  window.HTMLElement.prototype.scrollIntoView = () => {}; // nothing is scrolled where nothing is drawn
  Object.assign(globalThis, { window, document, Event: window.Event });
  return document;
}

openDocument();
