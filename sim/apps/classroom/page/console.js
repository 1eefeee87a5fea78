// The console of a class: all markets in one table, and what can be done in one, some or all of them.

import { Asking } from "./asking.js";
import { ClassDebrief } from "./class_debrief.js";
import { fill, make, press, tableOf } from "./element.js";
import { Gradebook } from "./gradebook.js";
import { People } from "./people.js";
import { clock, laterBy } from "./told.js";

const MOST_NAMED = 4;
const whole = (value) => Math.round(value).toLocaleString("en");

export function missingWords(market) {
  if (market.over) return "game over";
  if (!market.of) return "only bots";
  const { missing } = market;
  if (!missing.length) return "none";
  return missing.length > MOST_NAMED ? `${missing.length} seats` : missing.join(", ");
}

export function roundWords(market) {
  const left = market.seconds_left === null || market.over ? "" : market.paused ? ", time stopped" : `, ${clock(market.seconds_left)} left`;
  return market.over ? `all ${market.rounds} played` : `${market.round + 1} of ${market.rounds}${left}`;
}

// The firm that is ahead in a market, and how much it has earned.
export function leader(market) {
  const best = market.figures.slice().sort((one, other) => other.profit_in_all - one.profit_in_all)[0];
  return best ? `${best.firm} ${whole(best.profit_in_all)}` : "–";
}

export function closeWords(markets) {
  const open = markets.filter((market) => !market.over);
  const missing = open.reduce((sum, market) => sum + market.missing.length, 0);
  const where = open.length === 1 ? `round ${open[0].round + 1} in market ${open[0].market}` : `the round in ${open.length} markets`;
  return `Close ${where}${missing ? ` (${missing} not submitted)` : ""}`;
}

export class ConsoleScreen {
  constructor(wire, look) {
    this.wire = wire;
    this.lookInto = look;
    this.chosen = new Set();
    this.path = "/api/class/state";
    this.table = make("div", { id: "markets" });
    this.next = new Asking({ place: make("div") }, "Next step");
    this.message = new Asking({ place: make("div") }, "Message to the class");
    this.event = new Asking({ place: make("div") }, "Event in the market");
    this.people = make("details", { className: "card" });
    this.log = make("ol", { id: "log" });
    this.text = make("textarea", { id: "class-message", maxLength: 2000, rows: 2, "aria-label": "Message" });
    this.message.form.place.append(this.text);
    this.message.buttons.append(press("Send message", () => this.say(), { id: "do-class-say" }));
    this.what = make("select", { id: "class-event", "aria-label": "Event" });
    this.event.extra.append(this.what);
    this.event.buttons.append(press("Begin event", () => this.act(this.event, "shock", { shock: this.what.value }), { id: "do-class-shock", className: "plain" }));
    this.codes = make("div");
    this.links = make("details", { className: "card", id: "links", ontoggle: () => this.showCodes() }, make("summary", {}, "Codes and links (hide them from the class)"), this.codes);
    this.close = press("Close", () => this.closeRounds(), { id: "do-class-close" });
    this.open = press("Open for decisions", () => this.act(this.next, "open"), { id: "do-class-open" });
    this.next.buttons.append(this.open, this.close,
      press("Bots on empty seats", () => this.act(this.next, "bots"), { id: "do-class-bots", className: "plain" }),
      press("Stop decisions", () => this.act(this.next, "stop"), { id: "do-class-stop", className: "plain" }));
    this.more = press("Add one minute", () => this.act(this.next, "extend", { seconds: 60 }), { id: "do-class-extend", className: "plain" });
    this.next.buttons.append(this.more);
    this.whom = make("p", { className: "note", id: "whom" });
    this.next.form.place.append(this.whom);
    this.tabs = [["lead", "Act"], ["look", "Markets"]];
    this.look = make("div", { id: "look", className: "panel" }, make("section", { className: "card first" }, make("h2", {}, "Markets"), this.table), this.people);
    this.tools = [new People(wire), new Gradebook(wire), new ClassDebrief(wire)];
    this.look.append(...this.tools.map((tool) => tool.place));
    this.panels = [this.look, make("div", { className: "side wide" }, make("div", { id: "lead", className: "panel" }, this.next.place, this.message.place, this.event.place,
      this.links, make("details", { className: "card" }, make("summary", {}, "What was done"), this.log)))];
  }

  show(state) {
    this.state = state;
    const tick = (market) => make("input", { type: "checkbox", "aria-label": `Choose market ${market.market}`, checked: this.chosen.has(market.market), onchange: (event) => this.choose(market.market, event.target.checked) });
    const rows = state.markets.map((market) => [
      tick(market), press(`Market ${market.market}`, () => this.lookInto(market.market), { className: "link" }),
      market.over ? "over" : market.open ? "open" : "not open", make("span", { "data-time": market.market }, roundWords(market)), `${market.submitted} of ${market.of}`, missingWords(market),
      `${market.here.length}`, market.bots.length ? String(market.bots.length) : "0", leader(market)]);
    fill(this.table, tableOf(["", "market", "decisions", "round", "submitted", "missing", "connected", "bots", "ahead: profit in all"], rows, [false, false, false, false, false, false, true, true, true]));
    this.showWhom();
    if (!this.what.options.length) fill(this.what, state.shocks.map((each) => make("option", { value: each.name, title: each.meaning }, each.name.replaceAll("_", " "))));
    this.more.hidden = state.markets.every((market) => market.seconds_left === null);
    const people = state.people.map((one) => [one.number, one.name, one.team, one.market ? `Market ${one.market}: ${one.seat}` : "has not joined"]);
    const open = this.people.open;
    fill(this.people, make("summary", {}, `People: ${state.people.filter((one) => one.market).length} joined${state.roster ? ` of ${state.people.length}` : ""}`), tableOf(["number", "name", "team", "seat"], people));
    this.people.open = open;
    this.tools.forEach((tool) => tool.show(state));
  }

  // The time goes on between two answers of the server.
  tick(seconds) {
    laterBy(seconds, this.state.markets).forEach((market) => {
      this.table.querySelector(`[data-time="${market.market}"]`).textContent = roundWords(market);
    });
  }

  choose(market, yes) {
    if (yes) this.chosen.add(market);
    else this.chosen.delete(market);
    this.showWhom();
  }

  markets() {
    const chosen = this.state.markets.filter((market) => this.chosen.has(market.market));
    return chosen.length ? chosen : this.state.markets;
  }

  showWhom() {
    const names = this.markets().map((market) => market.market);
    const all = names.length === this.state.markets.length;
    this.whom.textContent = all ? "All markets. Tick markets in the table to act in some of them only." : `Only in market ${names.join(", ")}.`;
    this.close.textContent = closeWords(this.markets());
    const playing = this.markets().filter((market) => !market.over);
    const toOpen = playing.some((market) => !market.open);
    this.open.hidden = !toOpen; // the one button in colour is what comes next
    this.close.className = toOpen ? "plain" : "";
    this.close.disabled = !playing.length;
  }

  async act(place, name, given = {}, confirmed = "", markets = null, mark = this.wire.mark()) {
    const chosen = markets || [...this.chosen];
    let done = false;
    await place.busy(async () => {
      const answer = await this.wire.sent(`/api/class/lead/${name}`, { ...given, markets: chosen, confirmed, client: mark });
      if (!answer.accepted) {
        place.question(answer.slips, () => this.act(place, name, given, answer.token, chosen, mark), ["Yes, go on", "No, wait"]);
        return;
      }
      this.told(place, answer.results);
      done = answer.results.every((each) => each.done);
    });
    return done;
  }

  told(place, results) {
    const groups = new Map();
    results.forEach((each) => groups.set(each.said, [...(groups.get(each.said) || []), each.market]));
    const sentences = [...groups].map(([said, markets]) => (markets.length === this.state.markets.length ? `All markets: ${said}` : `Market ${markets.join(", ")}: ${said}`));
    place.say(results.every((each) => each.done) ? "good" : "refused", sentences.join("\n"));
    const time = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    sentences.forEach((sentence) => this.log.prepend(make("li", {}, `${time} ${sentence}`)));
  }

  async closeRounds() {
    const open = this.markets().filter((market) => !market.over);
    const rounds = Object.fromEntries(open.map((market) => [market.market, market.round]));
    await this.act(this.next, "close_round", { rounds }, "", open.map((market) => market.market));
  }

  async say() {
    const text = this.text.value;
    if (await this.act(this.message, "say", { text })) this.text.value = "";
  }

  async showCodes() {
    if (!this.links.open) {
      fill(this.codes);
      return;
    }
    const found = await this.wire.sent("/api/class/codes");
    const link = (address) => make("a", { href: address, target: "_blank", rel: "noopener" }, address);
    const rows = found.seats.map((seat) => [`Market ${seat.market}`, seat.seat, make("code", {}, seat.code), make("a", { href: seat.link, target: "_blank", rel: "noopener" }, "link")]);
    fill(this.codes, make("p", {}, "Class code ", make("code", {}, found.join_code), " ", link(found.join_link)),
      make("p", {}, "Projector: ", link(found.projector_link)),
      make("p", { className: "note" }, `Seed ${found.seed}${found.own_luck ? ", another for each market" : ", the same for all markets"}. It repeats this class exactly; tell it in the debrief only.`),
      tableOf(["market", "seat", "pass code", "opens this seat"], rows));
  }
}
