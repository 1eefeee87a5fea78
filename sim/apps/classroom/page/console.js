// The console of a class: all markets in one table, and what can be done in one, some or all of them.

import { Asking } from "./asking.js";
import { clock, laterBy } from "./clock.js";
import { ClassDebrief } from "./class_debrief.js";
import { CourseworkConsole } from "./coursework_console.js";
import { fill, make, press, tableOf } from "./element.js";
import { Gradebook } from "./gradebook.js";
import { several } from "./joining.js";
import { decimal, hour, listed, t, tn, whole } from "./language.js";
import { LearningTool } from "./learning.js";
import { LiveTable } from "./live_table.js";
import { People, renewal } from "./people.js";
import { Record } from "./record.js";
import { Rewinding } from "./rewinding.js";

const MOST_NAMED = 4;
const ROUND = 3; // the column with the round and its time

export function missingWords(market) {
  if (market.over) return t("game over");
  if (!market.of) return t("only bots");
  const { missing } = market;
  if (!missing.length) return t("none");
  return missing.length > MOST_NAMED ? tn("{n} seat", "{n} seats", missing.length) : missing.join(t(", "));
}

export function roundWords(market) {
  const places = { round: whole(market.round + 1), rounds: whole(market.rounds) };
  if (market.over) return tn("{n} round is played", "all {n} rounds are played", market.rounds);
  if (market.seconds_left === null) return t("{round} of {rounds}", places);
  return market.paused ? t("{round} of {rounds}, time stopped", places) : t("{round} of {rounds}, {time} left", { ...places, time: clock(market.seconds_left) });
}

// The firm that is ahead in a market, and how much it has earned.
export function leader(market) {
  const best = market.figures.slice().sort((one, other) => other.profit_in_all - one.profit_in_all)[0];
  return best ? `${best.firm} ${whole(best.profit_in_all)}` : "–";
}

export function closeWords(markets) {
  const open = markets.filter((market) => !market.over);
  const missing = open.reduce((sum, market) => sum + market.missing.length, 0);
  if (open.length === 1) {
    const places = { round: whole(open[0].round + 1), market: open[0].market, missing: whole(missing) };
    return missing ? t("Close round {round} in market {market} ({missing} not submitted)", places) : t("Close round {round} in market {market}", places);
  }
  return missing ? t("Close the round in {markets} markets ({missing} not submitted)", { markets: whole(open.length), missing: whole(missing) })
    : t("Close the round in {markets} markets", { markets: whole(open.length) });
}

export class ConsoleScreen {
  constructor(wire, look) {
    this.wire = wire;
    this.lookInto = look;
    this.chosen = new Set();
    this.path = "/api/class/state";
    this.table = new LiveTable(
      [t("choose"), t("market"), t("decisions"), t("round"), t("submitted"), t("missing"), t("connected"), t("bots"), t("ahead, by profit")],
      [false, false, false, false, false, false, true, true, true], t("Markets"));
    this.next = new Asking({ place: make("div") }, t("Next step"));
    this.message = new Asking({ place: make("div") }, t("Message to the class"));
    this.event = new Asking({ place: make("div") }, t("Event in the market"));
    this.people = make("details", { className: "card", "data-fold": "people" });
    this.log = make("ol", { id: "log" });
    this.makeActions();
    this.codes = make("div");
    this.links = make("details", { className: "card", id: "links", "data-fold": "links", ontoggle: () => this.showCodes() }, make("summary", {}, t("Codes and links (hide them from the class)")), this.codes);
    this.solvers = make("div", { id: "solvers" });
    this.solving = make("details", { className: "card", "data-fold": "solvers" }, make("summary", {}, t("Exercise beside the markets")), this.solvers);
    this.tabs = [["lead", t("Actions")], ["look", t("Markets")]];
    this.look = make("div", { id: "look", className: "panel" }, make("section", { className: "card first" }, make("h2", {}, t("Markets")), make("div", { id: "markets" }, this.table.place)), this.solving, this.people);
    this.rewinding = new Rewinding(wire, (...given) => this.act(...given), (...given) => this.told(...given));
    this.tools = [new People(wire), new CourseworkConsole(wire), new Gradebook(wire), new LearningTool(wire), new ClassDebrief(wire), new Record(wire)];
    this.look.append(...this.tools.map((tool) => tool.place));
    this.panels = [this.look, make("div", { className: "side wide" }, make("div", { id: "lead", className: "panel" }, this.next.place, this.message.place, this.event.place,
      this.rewinding.place, this.links, make("details", { className: "card", "data-fold": "log" }, make("summary", {}, t("What was done")), this.log)))];
  }

  makeActions() {
    this.text = make("textarea", { id: "class-message", maxLength: 2000, rows: 2, "aria-label": t("Message") });
    this.message.form.place.append(this.text);
    this.message.buttons.append(press(t("Send message"), () => this.say(), { id: "do-class-say" }));
    this.what = make("select", { id: "class-event", "aria-label": t("Event") });
    this.event.extra.append(this.what);
    this.event.buttons.append(press(t("Start event"), () => this.act(this.event, "shock", { shock: this.what.value }), { id: "do-class-shock", className: "plain" }));
    this.close = press(t("Close round"), () => this.closeRounds(), { id: "do-class-close" });
    this.open = press(t("Open for decisions"), () => this.act(this.next, "open"), { id: "do-class-open" });
    this.more = press(t("Add one minute"), () => this.act(this.next, "extend", { seconds: 60 }), { id: "do-class-extend", className: "plain" });
    this.next.buttons.append(this.open, this.close,
      press(t("Bots on empty seats"), () => this.act(this.next, "bots"), { id: "do-class-bots", className: "plain" }),
      press(t("Stop decisions"), () => this.act(this.next, "stop"), { id: "do-class-stop", className: "plain" }), this.more);
    this.reveal = make("input", { type: "checkbox", id: "class-reveal", onchange: () => this.showResults() });
    this.whom = make("p", { className: "note", id: "whom" });
    this.submits = make("input", { type: "checkbox", id: "class-drafts", onchange: () => this.act(this.next, "drafts", { submits: this.submits.checked }) });
    this.next.form.place.append(this.whom);
    this.next.place.append(make("label", { className: "tick small" }, this.submits, t("When a round closes, submit what is typed and valid")),
      make("label", { className: "tick small" }, this.reveal, t("Show the results of all markets on the projector page")));
  }

  show(state) {
    this.state = state;
    this.table.show(state.markets.map((market) => ({ key: market.market, cells: this.cells(market) })));
    this.showWhom();
    this.reveal.checked = state.reveal;
    this.showSolvers(state.exercise);
    if (!this.what.options.length) fill(this.what, state.shocks.map((each) => make("option", { value: each.name, title: each.meaning }, each.title || each.name.replace(/_/g, " "))));
    this.more.hidden = state.markets.every((market) => market.seconds_left === null);
    this.showPeople(state);
    this.tools.forEach((tool) => tool.show(state));
  }

  showSolvers(exercise) {
    this.solving.hidden = !exercise;
    if (!exercise) return;
    const rows = exercise.people.filter((one) => one.joined).map((one) => [one.number, one.name, String(one.cases), String(one.handed_in), one.best === null ? "–" : decimal(one.best)]);
    fill(this.solvers, tableOf([t("student number"), t("name of the person"), t("cases"), t("handed in"), t("best mark")], rows, [false, false, true, true, true], t("Exercise beside the markets")));
  }

  async showResults() {
    const show = this.reveal.checked;
    await this.next.busy(async () => {
      await this.wire.sent("/api/class/reveal", { show });
      this.next.say("good", show ? t("The projector page shows the results.") : t("The projector page shows no results."));
    });
  }

  cells(market) {
    return [
      () => make("input", { type: "checkbox", "aria-label": t("Choose market {market}", { market: market.market }), checked: this.chosen.has(market.market), onchange: (event) => this.choose(market.market, event.target.checked) }),
      () => press(several(this.state.games) ? t("Market {market} ({game})", { market: market.market, game: this.state.games[market.market] }) : t("Market {market}", { market: market.market }), () => this.lookInto(market.market), { className: "link" }),
      market.over ? t("over") : market.open ? t("open") : t("not open"), roundWords(market), t("{submitted} of {seats}", { submitted: whole(market.submitted), seats: whole(market.of) }), missingWords(market),
      whole(market.here.length), whole(market.bots.length), leader(market)];
  }

  showPeople(state) {
    const asked = JSON.stringify([state.people, state.roster]);
    if (asked === this.peopleShown) return;
    this.peopleShown = asked;
    const people = state.people.map((one) => [one.number, one.name, one.team, one.market ? t("Market {market}: {seat}", one) : t("has not joined")]);
    const joined = state.people.filter((one) => one.market).length;
    const title = state.roster ? t("People: {joined} of {people} joined", { joined: whole(joined), people: whole(state.people.length) }) : tn("People: {n} joined", "People: {n} joined", joined);
    fill(this.people, make("summary", {}, title), tableOf([t("student number"), t("name of the person"), t("team"), t("seat")], people, [], t("People")));
  }

  // The time goes on between two answers of the server.
  tick(seconds) {
    laterBy(seconds, this.state.markets).forEach((market) => {
      const cell = this.table.cell(market.market, ROUND);
      if (cell.textContent !== roundWords(market)) cell.textContent = roundWords(market);
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
    this.whom.textContent = all ? t("Actions hold for all markets. Tick markets in the table to act in some of them only.") : tn("Actions hold for market {markets} only.", "Actions hold for markets {markets} only.", names.length, { markets: listed(names) });
    this.close.textContent = closeWords(this.markets());
    const playing = this.markets().filter((market) => !market.over);
    const toOpen = playing.some((market) => !market.open);
    this.open.hidden = !toOpen; // the one button in colour is what comes next
    this.close.className = toOpen ? "plain" : "";
    this.close.disabled = !playing.length;
    this.rewinding.show(this.state, this.markets());
    this.submits.checked = this.markets().every((market) => market.submits !== false);
  }

  async act(place, name, given = {}, confirmed = "", markets = null, mark = this.wire.mark()) {
    const chosen = markets || [...this.chosen];
    let done = false;
    await place.busy(async () => {
      const answer = await this.wire.sent(`/api/class/lead/${name}`, { ...given, markets: chosen, confirmed, client: mark });
      if (!answer.accepted) {
        place.question(answer.slips, () => this.act(place, name, given, answer.token, chosen, mark), [t("Yes, go on"), t("No, wait")]);
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
    const sentences = [...groups].map(([said, markets]) => (markets.length === this.state.markets.length ? t("All markets: {said}", { said }) : t("Market {markets}: {said}", { markets: listed(markets), said })));
    place.say(results.every((each) => each.done) ? "good" : "refused", sentences.join("\n"));
    const time = hour(new Date());
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
    const rows = found.seats.map((seat) => [t("Market {market}", seat), seat.seat, make("code", {}, seat.code), make("a", { href: seat.link, target: "_blank", rel: "noopener", "aria-label": t("Open {seat} in market {market}", seat) }, t("open"))]);
    const seed = found.own_luck ? t("Seed {seed}, from which each market has its own.", { seed: found.seed }) : t("Seed {seed}, the same for all markets.", { seed: found.seed });
    fill(this.codes, make("p", {}, t("Class code"), " ", make("code", {}, found.join_code), " ", link(found.join_link)),
      make("p", {}, t("Projector page"), " ", link(found.projector_link)),
      make("p", { className: "note" }, seed, " ", t("It repeats this class exactly; tell it in the debrief only.")),
      tableOf([t("market"), t("seat"), t("code of the seat"), t("link of the seat")], rows, [], t("Codes and links")),
      renewal(this.wire, () => this.showCodes()));
  }
}
