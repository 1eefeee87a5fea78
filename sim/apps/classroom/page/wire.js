// The wire to the server. What is sent carries a mark and is sent again, as it is, until someone answers.

const KEPT = "guanxi seat";
const AWAY = [502, 503, 504];

export class Refusal extends Error {
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
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

export class Wire {
  constructor(onLost) {
    this.onLost = onLost;
    this.onLate = () => {};
    this.unanswered = new Set();
    this.kept = JSON.parse(sessionStorage.getItem(KEPT) || "null");
  }

  keep(kept) {
    this.kept = kept;
    if (kept) sessionStorage.setItem(KEPT, JSON.stringify(kept));
    else sessionStorage.removeItem(KEPT);
  }

  async join(seat, code, market = undefined) {
    this.keep(await this.sent("/api/join", market === undefined ? { seat, code } : { seat, code, market }));
  }

  async joinClass(given) {
    this.keep(await this.sent("/api/class/join", { ...given, client: mark() }));
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

  async once(path, body = undefined, seconds = 40) {
    const headers = { Authorization: `Bearer ${this.kept ? this.kept.token : ""}` };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    let answer;
    let content;
    try {
      answer = await fetch(inMarket(path, this.kept?.lookingInto), {
        method: body === undefined ? "GET" : "POST", headers, cache: "no-store", credentials: "omit",
        body: body === undefined ? undefined : JSON.stringify(body), signal: AbortSignal.timeout(1000 * seconds),
      });
      if (AWAY.includes(answer.status)) throw new Error("away");
      content = answer.headers.has("content-disposition") ? await answer.blob() : await answer.json();
    } catch {
      this.noted(path, true);
      throw new Lost("the server does not answer");
    }
    this.noted(path, false);
    if (!answer.ok) {
      const sentence = content.error || `the server answered ${answer.status}`;
      if (answer.status === 409) this.onLate(sentence);
      throw new Refusal(answer.status, sentence);
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

  async news(since, open = undefined) {
    try {
      return await this.once(`/api/state?since=${since}&wait=20&parts=1${open === undefined ? "" : `&open=${Number(open)}`}`);
    } catch (error) {
      return this.away(error);
    }
  }

  async newsOfClass(path, since) {
    try {
      return await this.once(since < 0 ? path : `${path}?since=${since}&wait=20`);
    } catch (error) {
      return this.away(error);
    }
  }

  // Nothing, after a moment, where the connection is lost.
  async away(error) {
    if (!(error instanceof Lost)) throw error;
    await sleep(1);
    return null;
  }

  async takeHome(path, name) {
    const held = await this.sent(path, undefined, 300);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(held);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }
}
