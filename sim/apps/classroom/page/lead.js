// The instructor's screen of one market: who is where, and everything that the instructor can do.

import { Asking } from "./asking.js";
import { fill, make, press, tableOf } from "./element.js";
import { hour, listed, t, whole } from "./language.js";
import { told } from "./told.js";

const spaced = (text) => text.replace(/_/g, " ");
const option = (value, text, chosen = undefined) => make("option", { value, selected: chosen !== undefined && String(value) === String(chosen) }, text);

export class LeadScreen {
  constructor(wire) {
    this.wire = wire;
    this.look = make("div", { id: "look", className: "panel" });
    this.rounds = new Asking({ place: make("div") }, t("This round"));
    this.seats = new Asking({ place: make("div") }, t("Seats"));
    this.message = new Asking({ place: make("div") }, t("Message"));
    this.happening = new Asking({ place: make("div") }, t("Event in the market"));
    this.giving = new Asking({ place: make("div") }, t("Money for a firm"));
    this.lines = new Asking({ place: make("div") }, t("Replay and branches"));
    this.makeMessage();
    this.makeEvent();
    this.codes = make("div");
    this.seats.place.append(this.codes);
    this.seats.buttons.append(press(t("Show codes"), () => this.showCodes(), { id: "do-codes", className: "plain" }));
    this.submits = make("input", { type: "checkbox", id: "drafts", onchange: () => this.setRule() });
    this.rounds.place.append(make("label", { className: "tick small" }, this.submits, t("When a round closes, submit what is typed and valid")));
    this.lead = make("div", { id: "lead", className: "panel" },
      this.rounds.place, this.seats.place, this.message.place, this.happening.place, this.giving.place, this.lines.place);
    this.tabs = [["lead", t("Actions")], ["look", t("What happened")]];
    this.panels = [this.look, make("div", { className: "side wide" }, this.lead)];
  }

  makeMessage() {
    this.text = make("textarea", { id: "message", maxLength: 2000, rows: 2, "aria-label": t("Message") });
    this.to = make("select", { id: "to", "aria-label": t("Receiver") });
    this.message.form.place.append(this.text);
    this.message.buttons.append(this.to, press(t("Send message"), () => this.say(), { id: "do-say" }));
  }

  makeEvent() {
    this.what = make("select", { id: "what", "aria-label": t("Event"), onchange: () => this.pick() });
    this.happening.extra.append(this.what);
    this.says = make("p", { className: "note" });
    this.whom = make("div", { className: "ticks", role: "group", "aria-label": t("Firms") });
    this.happening.form.place.append(this.says, this.whom);
    this.happening.buttons.append(press(t("Start event"), () => this.strike(), { id: "do-shock" }));
    this.firm = make("select", { id: "firm", "aria-label": t("Firm") });
    this.money = make("input", { id: "money", type: "number", min: "0.01", step: "any", inputMode: "decimal", placeholder: t("money"), "aria-label": t("Money") });
    this.giving.form.place.append(make("div", { className: "pair" }, this.firm, this.money));
    this.giving.buttons.append(press(t("Give money"), () => this.give(), { id: "do-give" }));
  }

  show(state) {
    const fresh = !this.state || this.state.round !== state.round || this.state.line !== state.line;
    if (fresh) [this.rounds, this.lines, this.happening, this.giving].forEach((part) => part.quiet());
    this.state = state;
    fill(this.look, told(state.sections),
      make("p", { className: "note" }, press(t("Download the whole game"), () => this.takeHome("/api/export", `${state.game}.zip`), { className: "link" }), " ", t("(CSV files in a zip)")));
    this.submits.checked = state.submits !== false;
    this.showRound(state);
    this.showSeats(state);
    const chosen = this.to.value;
    fill(this.to, option("", t("to all"), chosen), state.lead.seats.filter((seat) => seat.role !== "instructor").map((seat) => option(seat.seat, t("to {seat}", seat), chosen)));
    if (!this.what.options.length) {
      fill(this.what, state.lead.shocks.map((each) => option(each.name, each.title || spaced(each.name))));
      const steering = new Map(state.lead.seats.filter((seat) => seat.plays && seat.role !== "account").map((seat) => [seat.plays, seat.seat]));
      fill(this.firm, [...steering].map(([firm, seat]) => option(seat, firm)));
      this.pick();
    }
    this.happening.place.hidden = this.giving.place.hidden = state.over;
    this.showLines(state);
  }

  here(names) {
    this.lead.querySelectorAll("[data-here]").forEach((mark) => {
      const there = names.includes(mark.dataset.here);
      mark.classList.toggle("on", there);
      mark.setAttribute("aria-label", there ? t("connected") : t("not connected"));
    });
  }

  showRound(state) {
    if (state.advance === "own_pace") {
      this.showPaces(state);
      return;
    }
    const waiting = state.waiting_for;
    const words = state.over ? t("The game is over. You can play a closed round again below.")
      : waiting.length ? t("Not submitted yet: {seats}.", { seats: listed(waiting) }) : t("All have submitted.");
    fill(this.rounds.form.place, make("p", {}, words));
    const timed = state.seconds_left === null || state.over ? [] : [
      state.paused ? press(t("Resume the time"), () => this.do(this.rounds, "resume"), { className: "plain" })
        : press(t("Pause the time"), () => this.do(this.rounds, "pause"), { className: "plain" }),
      press(t("Add one minute"), () => this.do(this.rounds, "extend", { seconds: 60 }), { className: "plain" }),
    ];
    const close = press(t("Close round {round}", { round: whole(state.round + 1) }), () => this.close(), { id: "do-close" });
    const debrief = press(t("Debrief"), () => this.takeHome("/api/debrief", "debrief.html"), { id: "do-debrief", className: state.over ? "" : "plain" });
    fill(this.rounds.buttons, state.over ? "" : close, timed, state.round ? debrief : "");
  }

  showPaces(state) {
    const rows = state.lead.paces.map((pace) => [pace.line,
      pace.over ? t("all rounds are closed") : t("{round} of {rounds}", { round: whole(pace.round + 1), rounds: whole(state.rounds) }),
      pace.over ? "" : pace.waiting_for.join(t(", ")) || t("none"),
      make("span", { className: "buttons" },
        pace.over ? "" : press(t("Close the round"), () => this.do(this.rounds, "close_round", { line: pace.line, round: pace.round }), { className: "link", "aria-label": t("Close the round of {line}", pace) }), " ",
        pace.round ? press(t("Debrief"), () => this.takeHome(`/api/debrief?line=${encodeURIComponent(pace.line)}`, `debrief_${pace.line}.html`), { className: "link", "aria-label": t("Debrief of {line}", pace) }) : "")]);
    fill(this.rounds.form.place, make("p", {}, t("Each team plays at its own pace.")), tableOf([t("line"), t("round"), t("not submitted yet"), t("actions")], rows, [], t("Teams")));
    fill(this.rounds.buttons);
  }

  showSeats(state) {
    const yes = (value) => (value ? t("yes") : t("no"));
    const roles = { firm: t("firm"), rival: t("rival"), account: t("key account"), observer: t("observer") };
    const rows = state.lead.seats.filter((seat) => seat.role !== "instructor").map((seat) => [
      make("span", {}, make("span", { className: "dot", "data-here": seat.seat, role: "img" }), seat.seat),
      seat.plays && seat.plays !== seat.seat ? t("{role}: {name}", { role: roles[seat.role] || seat.role, name: seat.plays }) : roles[seat.role] || seat.role,
      yes(seat.joined), seat.plays ? yes(seat.predicted) : "",
      seat.plays ? (seat.bot ? t("bot: {bot}", { bot: spaced(seat.bot) }) : yes(seat.decided)) : "",
      !seat.plays ? "" : seat.bot
        ? press(t("Give the seat back"), () => this.do(this.seats, "seat_human", { seat: seat.seat }), { className: "link", "aria-label": t("Give the seat {seat} back", seat) })
        : press(t("Put a bot on this seat"), () => this.do(this.seats, "seat_bot", { seat: seat.seat }), { className: "link", "aria-label": t("Put a bot on the seat {seat}", seat) }),
    ]);
    fill(this.seats.form.place, tableOf([t("seat"), t("role"), t("joined"), t("predicted"), t("submitted"), t("actions")], rows, [], t("Seats")));
    this.here(state.here || []);
  }

  showLines(state) {
    const lines = state.lead.lines;
    const rows = lines.map((line) => [line.name, line.parent ? t("{line}, round {round}", { line: line.parent, round: whole(line.start + 1) }) : "", whole(line.round + 1),
      line.played ? t("played on") : press(t("Change to it"), () => this.do(this.lines, "go_to", { line: line.name }), { className: "link", "aria-label": t("Change to the line {line}", { line: line.name }) })]);
    const shape = JSON.stringify([state.round, state.line, lines.length]);
    fill(this.lines.extra, make("p", { className: "note" }, t("The old line stays as it is; all lines have the same random numbers.")),
      tableOf([t("line"), t("begins at"), t("open round"), t("actions")], rows, [], t("Replay and branches")));
    if (shape === this.shape || state.advance === "own_pace") return;
    this.shape = shape;
    const number = make("select", { id: "reopen", "aria-label": t("Round") },
      Array.from({ length: state.round }, (_, round) => option(round, t("round {round}", { round: whole(round + 1) }), state.round - 1)));
    const name = make("input", { type: "text", id: "line-name", maxLength: 60, placeholder: t("name of the new branch"), "aria-label": t("Name of the new branch") });
    const named = () => (name.value.trim() ? { name: name.value.trim() } : {});
    fill(this.lines.form.place, make("div", { className: "row" }, name));
    fill(this.lines.buttons,
      state.round ? [number, press(t("Play this round again"), () => this.do(this.lines, "reopen", { round: Number(number.value), ...named() }), { id: "do-reopen" })] : "",
      press(t("Start a branch here"), () => this.do(this.lines, "branch", named()), { id: "do-branch", className: "plain" }));
  }

  pick() {
    const chosen = this.state.lead.shocks.find((each) => each.name === this.what.value);
    this.says.textContent = [chosen.meaning, chosen.whom].filter(Boolean).join(" ");
    fill(this.whom, !chosen.whom ? "" : this.state.lead.firms.map((firm) =>
      make("label", { className: "tick" }, make("input", { type: "checkbox", value: firm }), firm)));
  }

  async do(place, name, given = {}) {
    await place.busy(async () => {
      const answer = await this.wire.lead(name, given);
      place.say("good", answer.name ? t("Done. The line is now {line}.", { line: answer.name }) : t("Done."));
    });
  }

  async setRule() {
    await this.rounds.busy(async () => {
      const { submits } = await this.wire.sent("/api/drafts", { submits: this.submits.checked });
      this.rounds.say("good", submits ? t("When a round closes, what is typed and valid is submitted.") : t("When a round closes, only submitted decisions count."));
    });
  }

  async close() {
    await this.rounds.busy(async () => {
      const { round } = this.state;
      await this.wire.lead("close_round", { round });
      this.rounds.say("good", t("Round {round} is closed.", { round: whole(round + 1) }));
    });
  }

  async say() {
    await this.message.busy(async () => {
      await this.wire.lead("say", { text: this.text.value, to: this.to.value });
      this.text.value = "";
      this.message.say("good", t("Sent at {time}.", { time: hour(new Date()) }));
    });
  }

  async strike() {
    await this.happening.busy(async () => {
      const firms = [...this.whom.querySelectorAll("input:checked")].map((box) => box.value);
      const paces = this.state.lead.paces;
      const lines = paces.filter((pace) => !pace.over).map((pace) => ({ line: pace.line }));
      for (const line of paces.length ? lines : [{}]) await this.wire.lead("shock", { shock: this.what.value, firms, ...line });
      this.happening.say("good", paces.length ? t("The event begins in the open round of each team. It cannot be undone.")
        : t("The event begins in round {round}. To undo it, play this round again on a new branch.", { round: whole(this.state.round + 1) }));
    });
  }

  async give() {
    await this.giving.busy(async () => {
      await this.wire.lead("subsidise", { seat: this.firm.value, money: Number(this.money.value) });
      this.money.value = "";
      this.giving.say("good", t("The money is in the books of this round."));
    });
  }

  async showCodes() {
    if (this.codes.childElementCount) {
      fill(this.codes);
      return;
    }
    await this.seats.busy(async () => {
      const { codes, links } = await this.wire.sent("/api/codes");
      const rows = Object.entries(codes).map(([seat, code]) => [seat, make("code", {}, code), make("a", { href: links[seat], target: "_blank", rel: "noopener" }, links[seat])]);
      fill(this.codes, tableOf([t("seat"), t("code of the seat"), t("link of the seat")], rows, [], t("Codes and links")));
    });
  }

  async takeHome(path, name) {
    await this.rounds.busy(async () => {
      this.rounds.say("asked", t("This takes a moment. The game goes on meanwhile."));
      this.rounds.say("good", await this.wire.takeHome(path, name));
    });
  }
}
