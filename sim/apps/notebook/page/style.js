// The styles of the page. In a notebook the bundle puts those of the class page and of notebook.css here
// (sim/apps/notebook/play/page_bundle.py).

export const STYLE = "";
