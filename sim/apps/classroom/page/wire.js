// The wire to the process that holds the game, over a transport. What is sent carries a mark and is sent again, as it is,
// until someone answers.

import { HttpTransport } from "./transport.js";

const KEPT = "guanxi seat";
const LAST = "guanxi last seat";
const DEVICE = "guanxi device";

export class Refusal extends Error {
  constructor(status, sentence, content = {}) {
    super(sentence);
    this.status = status;
    this.content = content;
  }
}

class Lost extends Error {}

export const sleep = (seconds) => new Promise((done) => setTimeout(done, 1000 * seconds));

// With a market, where a class has several and its instructor looks into one.
const inMarket = (path, market) => (market ? `${path}${path.includes("?") ? "&" : "?"}market=${encodeURIComponent(market)}` : path);

function mark() {
  // crypto.randomUUID is there on secure pages only, and this one is plain HTTP
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// A browser that keeps nothing (storage is forbidden there) plays all the same, until the page is closed.
function stored(storage, name, value = undefined) {
  try {
    const box = storage === "localStorage" ? localStorage : sessionStorage;
    if (value === undefined) return JSON.parse(box.getItem(name) || "null");
    if (value === null) box.removeItem(name);
    else box.setItem(name, JSON.stringify(value));
  } catch {
    // nothing is kept
  }
  return value === undefined ? null : value;
}

export class Wire {
  constructor(onLost, transport = new HttpTransport()) {
    this.onLost = onLost;
    this.transport = transport;
    this.onLate = () => {};
    this.unanswered = new Set();
    this.polls = new Set();
    this.kept = transport.remembers ? stored("sessionStorage", KEPT) : null;
    this.device = (transport.remembers && stored("sessionStorage", DEVICE)) || mark();
    if (transport.remembers) stored("sessionStorage", DEVICE, this.device);
  }

  // The seat that this browser had last: a page that was closed (as WeChat does) goes back to it with one press.
  get last() {
    return stored("localStorage", LAST);
  }

  keep(kept) {
    this.kept = kept;
    if (!this.transport.remembers) return;
    stored("sessionStorage", KEPT, kept);
    if (kept && !["class", "projector"].includes(kept.role)) stored("localStorage", LAST, { kept, device: this.device });
  }

  // Back to the seat that this browser had last.
  takeUp({ kept, device }) {
    this.device = stored("sessionStorage", DEVICE, device);
    this.keep(kept);
  }

  forget() {
    this.keep(null);
    stored("localStorage", LAST, null);
  }

  async join(seat, code, market = undefined) {
    this.keep(await this.sent("/api/join", market === undefined ? { seat, code } : { seat, code, market }));
  }

  async joinClass(given) {
    this.keep(await this.sent("/api/class/join", { ...given, client: this.device }));
  }

  async enter(code) {
    this.keep(await this.sent("/api/class/enter", { code }));
  }

  // The instructor of a class looks into one market, or, without a name, at all of them again.
  lookInto(market) {
    this.keep({ ...this.kept, lookingInto: market });
  }

  mark() {
    return mark();
  }

  act(name, given) {
    return this.sent(`/api/act/${name}`, { ...given, client: mark() });
  }

  lead(name, given = {}) {
    return this.sent(`/api/lead/${name}`, { ...given, client: mark() });
  }

  async sent(path, body = undefined, seconds = 40) {
    for (let pause = 0.5; ; pause = Math.min(4, 2 * pause)) {
      try {
        return await this.once(path, body, seconds);
      } catch (error) {
        if (!(error instanceof Lost)) throw error;
        await sleep(pause);
      }
    }
  }

  async once(path, body = undefined, seconds = 40, ending = new AbortController()) {
    const { token = "", work = "", seat = "", lookingInto = "" } = this.kept || {};
    let answer;
    try {
      answer = await this.transport.ask(inMarket(path, lookingInto), body, { who: { token, work, seat, device: this.device }, seconds, ending });
    } catch {
      if (!ending.broken) this.noted(path, true);
      throw new Lost("nobody answers");
    }
    this.noted(path, false);
    const { status, content } = answer;
    if (status >= 300) {
      const sentence = content.error || String(status);
      if (status === 409 && !content.changed) this.onLate(sentence, content.early);
      throw new Refusal(status, sentence, content);
    }
    return content;
  }

  // The connection counts as lost for as long as anything that was sent is not answered.
  noted(path, away) {
    const place = path.split("?")[0];
    if (away) this.unanswered.add(place);
    else this.unanswered.delete(place);
    this.onLost(this.unanswered.size > 0);
  }

  // News of a seat or of the class; nothing, after a moment, where the connection is lost or the wait is broken off.
  async news(path) {
    const ending = new AbortController();
    this.polls.add(ending);
    try {
      return await this.once(path, undefined, 40, ending);
    } catch (error) {
      if (!(error instanceof Lost)) throw error;
      if (!ending.broken) await sleep(1);
      return null;
    } finally {
      this.polls.delete(ending);
    }
  }

  // Break off what waits for news, such as when the language changes.
  hurry() {
    this.polls.forEach((ending) => {
      ending.broken = true;
      ending.abort();
    });
  }

  // Fetch a file and keep it; gives the sentence that says where it is.
  async takeHome(path, name) {
    return this.transport.keep(await this.sent(path, undefined, 300), name);
  }
}
