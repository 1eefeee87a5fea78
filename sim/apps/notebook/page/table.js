// What all may look at: who plays, the page between two players, and the table from which each takes the screen.

import { Asking } from "../../classroom/page/asking.js";
import { fill, make, paragraphs, press, tableOf } from "../../classroom/page/element.js";
import { listed, t } from "../../classroom/page/language.js";
import { folded } from "../../classroom/page/told.js";

// Tick who plays; bots take the other seats. begin(names) begins.
export function startPage(table, begin) {
  const first = table.seats.find((seat) => seat.decides);
  const boxes = table.seats.map((seat) => make("input", { type: "checkbox", value: seat.name, checked: seat === first }));
  const list = make("div", { className: "who-plays", role: "group", "aria-label": t("Who plays?") }, table.seats.map((seat, at) =>
    make("label", { className: "tick" }, boxes[at], make("strong", {}, seat.name), make("span", { className: "note" }, seat.who))));
  const asking = new Asking({ place: list }, t("Who plays?"), t("Bots take the seats that no person takes."));
  asking.buttons.append(press(t("Begin"), () => asking.busy(() => begin(boxes.filter((box) => box.checked).map((box) => box.value))), { className: "begin" }));
  return make("div", { className: "table-page" }, paragraphs(table.teaches), make("p", { className: "note" }, table.facts), asking.place);
}

// The next player takes the screen; nothing private is here.
export function handOverPage(seat, said, sit, back) {
  return make("div", { className: "table-page hand-over" }, said ? make("p", { className: "said good" }, said) : "",
    make("h2", {}, t("It is the turn of {seat}", { seat })), make("p", {}, t("Everybody else looks away.")),
    make("div", { className: "buttons" }, press(t("I am {seat}, and nobody else looks", { seat }), sit), press(t("Back to the table"), back, { className: "plain" })));
}

// The table: who has decided, and who takes the screen.
export function tablePage(table, take) {
  const missing = table.seats.filter((seat) => seat.waiting).map((seat) => seat.name);
  const words = table.over ? t("The game is over.") : missing.length ? t("Not submitted yet: {seats}.", { seats: listed(missing) })
    : t("All have submitted. A player who wants to change something takes the screen again; otherwise the round is closed.");
  const buttons = table.seats.filter((seat) => seat.here).map((seat) => press(seat.name, () => take(seat.name), { className: seat.waiting ? "" : "plain", "data-take": seat.name }));
  return make("div", { className: "table-page" }, make("section", { className: "card first" }, make("p", {}, words),
    tableOf([t("seat"), t("role"), t("state")], table.seats.map((seat) => [seat.name, seat.role_word, seat.state]), [], t("Seats")),
    make("p", {}, t("Who takes the screen?")), make("div", { className: "buttons take" }, buttons)), folded(table.sections));
}

// Closing the round and the time, where no instructor at this screen does it. act(name, given) asks the game for it.
export class Rounds {
  constructor(act) {
    this.act = act;
    this.asking = new Asking({ place: make("div") }, t("This round"));
    this.place = this.asking.place;
  }

  show(table) {
    this.place.hidden = table.over || !table.closes;
    const timed = table.seconds_left === null ? [] : [
      table.paused ? this.button(t("Resume the time"), "resume") : this.button(t("Pause the time"), "pause"), this.button(t("Add one minute"), "extend", { seconds: 60 })];
    fill(this.asking.buttons, this.button(t("Close the round"), "close_round", { round: table.round }, ""), timed);
  }

  button(words, name, given = {}, className = "plain") {
    return press(words, () => this.asking.busy(async () => {
      await this.act(name, given);
      this.asking.say("good", t("Done."));
    }), { className });
  }
}
