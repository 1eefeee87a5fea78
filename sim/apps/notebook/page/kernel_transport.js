// How a request reaches the game of a notebook: as a message to the kernel, which answers with another one.
// The same as HttpTransport of the class page (sim/apps/classroom/page/transport.js), over anywidget's model.

import { t } from "../../classroom/page/language.js";

const BUSY = 150; // milliseconds after which a mark says that the kernel works
const SILENT = 8000; // milliseconds after which the page says what may be the matter

let views = 0;

export class KernelTransport {
  // told({ busy, silent, gone }) is called when any of it changes: the kernel works, does not answer, is another one.
  constructor(model, told) {
    this.model = model;
    this.told = told;
    this.name = `${++views} ${Math.random().toString(36).slice(2)}`; // a notebook may show one widget twice
    this.count = 0;
    this.waiting = new Map();
    this.gone = false;
    this.language = "en";
    this.fresh = false;
    this.onFresh = null;
    this.hears = (message) => this.heard(message);
    this.lives = () => this.checkLife();
    model.on("msg:custom", this.hears);
    model.on("comm_live_update", this.lives);
  }

  // A notebook's file keeps nothing of what a seat has seen, and neither does the browser.
  get remembers() {
    return false;
  }

  ask(path, body, { who }) {
    if (this.gone) return Promise.resolve({ status: 410, content: { error: goneWords() } });
    const id = `${this.name} ${++this.count}`;
    return new Promise((done) => {
      this.waiting.set(id, { done, since: performance.now() });
      [BUSY, SILENT].forEach((after) => setTimeout(() => this.tell(), after + 5));
      this.model.send({ id, path, body: body === undefined ? null : body, seat: who.seat, device: who.device });
    });
  }

  heard(message) {
    if (message.changed) {
      this.fresh = true;
      if (this.onFresh) this.onFresh();
    }
    const asked = this.waiting.get(message.id);
    if (!asked) return; // news, or an answer to another view
    this.waiting.delete(message.id);
    this.language = message.language;
    this.tell();
    asked.done({ status: message.status, content: message.content });
  }

  // Comes back as soon as something has changed since it came back last; several changes count as one.
  async changed() {
    if (!this.fresh) await new Promise((done) => { this.onFresh = done; });
    this.fresh = false;
    this.onFresh = null;
  }

  // Where the front end says that the kernel of this page is gone, everything that waits is answered.
  checkLife() {
    if (this.gone) return;
    this.gone = true;
    this.waiting.forEach(({ done }) => done({ status: 410, content: { error: goneWords() } }));
    this.waiting.clear();
    this.tell();
  }

  tell() {
    const now = performance.now();
    const late = Math.max(0, ...[...this.waiting.values()].map(({ since }) => now - since));
    this.told({ busy: late >= BUSY, silent: late >= SILENT, gone: this.gone });
  }

  // The kernel has written the file; it says where.
  keep(held) {
    return held.said;
  }

  close() {
    this.model.off("msg:custom", this.hears);
    this.model.off("comm_live_update", this.lives);
  }
}

export const goneWords = () => t("The kernel of this notebook was restarted or stopped, so this page is not connected any more. Run this cell again: the game continues from its file.");
export const silentWords = () => t("The kernel of this notebook does not answer yet. If it is busy, this page goes on by itself. If it was restarted, run this cell again: the game continues from its file.");
