// The instructor's screen: who is where, and everything that the instructor can do.

import { Asking } from "./asking.js";
import { fill, make, press, tableOf } from "./element.js";
import { told } from "./told.js";

export class LeadScreen {
  constructor(wire) {
    this.wire = wire;
    this.look = make("div", { id: "look", className: "panel" });
    this.rounds = new Asking({ place: make("div") }, "This round");
    this.seats = new Asking({ place: make("div") }, "Seats");
    this.message = new Asking({ place: make("div") }, "A message");
    this.happening = new Asking({ place: make("div") }, "Trigger an event");
    this.giving = new Asking({ place: make("div") }, "Give a firm money");
    this.lines = new Asking({ place: make("div") }, "Rewind and branch");
    this.text = make("textarea", { id: "message", maxLength: 2000, rows: 2, "aria-label": "Message" });
    this.to = make("select", { id: "to", "aria-label": "To whom" });
    this.message.form.place.append(this.text);
    this.message.buttons.append(this.to, press("Send", () => this.say(), { id: "do-say" }));
    this.what = make("select", { id: "what", "aria-label": "What", onchange: () => this.pick() });
    this.happening.extra.append(this.what);
    this.says = make("p", { className: "note" });
    this.whom = make("div", { className: "ticks" });
    this.happening.form.place.append(this.says, this.whom);
    this.happening.buttons.append(press("Trigger event", () => this.strike(), { id: "do-shock" }));
    this.firm = make("select", { id: "firm", "aria-label": "To which seat's firm" });
    this.money = make("input", { id: "money", type: "number", min: "0.01", step: "any", inputMode: "decimal", placeholder: "money", "aria-label": "Money" });
    this.giving.form.place.append(make("div", { className: "pair" }, this.firm, this.money));
    this.giving.buttons.append(press("Give", () => this.give(), { id: "do-give" }));
    this.codes = make("div");
    this.seats.place.append(this.codes);
    this.seats.buttons.append(press("Show pass codes", () => this.showCodes(), { id: "do-codes", className: "plain" }));
    this.lead = make("div", { id: "lead", className: "panel" },
      this.rounds.place, this.seats.place, this.message.place, this.happening.place, this.giving.place, this.lines.place);
    this.tabs = [["lead", "Lead"], ["look", "Look"]];
    this.panels = [this.look, make("div", { className: "side wide" }, this.lead)];
  }

  show(state) {
    const fresh = !this.state || this.state.round !== state.round || this.state.line !== state.line;
    if (fresh) [this.rounds, this.lines, this.happening, this.giving].forEach((part) => part.quiet());
    this.state = state;
    fill(this.look, told(state.sections),
      make("p", { className: "note" }, press("Download the whole game", () => this.takeHome("/api/export", `${state.game}.zip`), { className: "link" }), " as CSV files in a zip."));
    this.showRound(state);
    this.showSeats(state);
    const chosen = this.to.value;
    fill(this.to, make("option", { value: "" }, "to all"), state.lead.seats.filter((seat) => seat.role !== "instructor").map((seat) =>
      make("option", { value: seat.seat, selected: seat.seat === chosen }, `to ${seat.seat}`)));
    if (!this.what.options.length) {
      fill(this.what, state.lead.shocks.map((each) => make("option", { value: each.name }, each.name.replaceAll("_", " "))));
      const steering = new Map(state.lead.seats.filter((seat) => seat.plays && seat.role !== "account").map((seat) => [seat.plays, seat.seat]));
      fill(this.firm, [...steering].map(([firm, seat]) => make("option", { value: seat }, firm)));
      this.pick();
    }
    this.happening.place.hidden = this.giving.place.hidden = state.over;
    this.showLines(state);
  }

  here(names) {
    this.lead.querySelectorAll("[data-here]").forEach((mark) => {
      mark.classList.toggle("on", names.includes(mark.dataset.here));
    });
  }

  showRound(state) {
    if (state.advance === "own_pace") {
      this.showPaces(state);
      return;
    }
    const waiting = state.waiting_for;
    const words = state.over ? "The game is over. A closed round can be reopened below."
      : waiting.length ? `Not decided yet: ${waiting.join(", ")}.` : "All have decided.";
    fill(this.rounds.form.place, make("p", {}, words));
    const timed = state.seconds_left === null || state.over ? [] : [
      state.paused ? press("Resume the time", () => this.do(this.rounds, "resume"), { className: "plain" })
        : press("Pause the time", () => this.do(this.rounds, "pause"), { className: "plain" }),
      press("Add one minute", () => this.do(this.rounds, "extend", { seconds: 60 }), { className: "plain" }),
    ];
    const close = press(`Close round ${state.round}`, () => this.close(), { id: "do-close" });
    const debrief = press("Debrief", () => this.takeHome("/api/debrief", "debrief.html"), { id: "do-debrief", className: state.over ? "" : "plain" });
    fill(this.rounds.buttons, state.over ? "" : close, timed, state.round ? debrief : "");
  }

  showPaces(state) {
    const rows = state.lead.paces.map((pace) => [pace.line,
      pace.over ? "all rounds are closed" : `round ${pace.round} (${pace.round + 1} of ${state.rounds})`,
      pace.over ? "" : pace.waiting_for.join(", ") || "nobody",
      make("span", { className: "buttons" },
        pace.over ? "" : press("Close its round", () => this.do(this.rounds, "close_round", { line: pace.line, round: pace.round }), { className: "link" }), " ",
        pace.round ? press("Debrief", () => this.takeHome(`/api/debrief?line=${encodeURIComponent(pace.line)}`, `debrief_${pace.line}.html`), { className: "link" }) : "")]);
    fill(this.rounds.form.place, make("p", {}, "Each team plays at its own pace."), tableOf(["line", "round", "not decided yet", ""], rows));
    fill(this.rounds.buttons);
  }

  showSeats(state) {
    const rows = state.lead.seats.filter((seat) => seat.role !== "instructor").map((seat) => [
      make("span", {}, make("span", { className: "dot", "data-here": seat.seat, title: "connected" }), seat.seat),
      seat.plays && seat.plays !== seat.seat ? `${seat.role}: ${seat.plays}` : seat.role,
      seat.joined ? "yes" : "no",
      seat.plays ? (seat.predicted ? "yes" : "no") : "",
      seat.plays ? (seat.bot ? `bot: ${seat.bot.replaceAll("_", " ")}` : seat.decided ? "yes" : "no") : "",
      !seat.plays ? "" : seat.bot
        ? press("Give the seat back", () => this.do(this.seats, "seat_human", { seat: seat.seat }), { className: "link" })
        : press("Put a bot on this seat", () => this.do(this.seats, "seat_bot", { seat: seat.seat }), { className: "link" }),
    ]);
    fill(this.seats.form.place, tableOf(["seat", "role", "joined", "expects", "decided", ""], rows));
    this.here(state.here || []);
  }

  showLines(state) {
    const lines = state.lead.lines;
    const rows = lines.map((line) => [line.name, line.parent ? `${line.parent}, round ${line.start}` : "", `round ${line.round}`,
      line.played ? "played on" : press("Change to it", () => this.do(this.lines, "go_to", { line: line.name }), { className: "link" })]);
    const shape = JSON.stringify([state.round, state.line, lines.length]);
    fill(this.lines.extra, make("p", { className: "note" }, "The old line stays as it is; all lines share the luck."),
      tableOf(["line", "begins at", "round", ""], rows));
    if (shape === this.shape || state.advance === "own_pace") return;
    this.shape = shape;
    const number = make("select", { id: "reopen", "aria-label": "Round" },
      Array.from({ length: state.round }, (_, round) => make("option", { value: round, selected: round === state.round - 1 }, `round ${round}`)));
    const name = make("input", { type: "text", id: "line-name", maxLength: 60, placeholder: "name of the new branch", "aria-label": "Name of the new branch" });
    const named = () => (name.value.trim() ? { name: name.value.trim() } : {});
    fill(this.lines.form.place, make("div", { className: "row" }, name));
    fill(this.lines.buttons,
      state.round ? [number, press("Play this round again", () => this.do(this.lines, "reopen", { round: Number(number.value), ...named() }), { id: "do-reopen" })] : "",
      press("Branch here", () => this.do(this.lines, "branch", named()), { id: "do-branch", className: "plain" }));
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
      place.say("good", answer.name ? `Done. The line is now ${answer.name}.` : "Done.");
    });
  }

  async close() {
    await this.rounds.busy(async () => {
      const round = this.state.round;
      await this.wire.lead("close_round", { round });
      this.rounds.say("good", `Round ${round} is closed.`);
    });
  }

  async say() {
    await this.message.busy(async () => {
      await this.wire.lead("say", { text: this.text.value, to: this.to.value });
      this.text.value = "";
      this.message.say("good", "Sent.");
    });
  }

  async strike() {
    await this.happening.busy(async () => {
      const firms = [...this.whom.querySelectorAll("input:checked")].map((box) => box.value);
      const own = this.state.lead.paces.filter((pace) => !pace.over).map((pace) => ({ line: pace.line }));
      for (const line of this.state.lead.paces.length ? own : [{}]) await this.wire.lead("shock", { shock: this.what.value, firms, ...line });
      this.happening.say("good", "It happens from this round on. To undo it, branch at this round.");
    });
  }

  async give() {
    await this.giving.busy(async () => {
      await this.wire.lead("subsidise", { seat: this.firm.value, money: Number(this.money.value) });
      this.money.value = "";
      this.giving.say("good", "Given: it is in the books of this round.");
    });
  }

  async showCodes() {
    if (this.codes.childElementCount) {
      fill(this.codes);
      return;
    }
    await this.seats.busy(async () => {
      const { codes, links } = await this.wire.sent("/api/codes");
      const rows = Object.entries(codes).map(([seat, code]) => {
        const link = links[seat];
        return [seat, make("code", {}, code), make("a", { href: link, target: "_blank", rel: "noopener" }, link)];
      });
      fill(this.codes, tableOf(["seat", "pass code", "link to hand out"], rows));
    });
  }

  async takeHome(path, name) {
    await this.rounds.busy(async () => {
      this.rounds.say("asked", "One moment: it is being made; the game goes on meanwhile.");
      await this.wire.takeHome(path, name);
      this.rounds.say("good", `It is among your downloads, as ${name}.`);
    });
  }
}
