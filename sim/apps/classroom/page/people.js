// What the instructor does with people: move them, remove them, give a new code, lift a lock-out.

import { Asking } from "./asking.js";
import { fill, make, press } from "./element.js";
import { t, tn } from "./language.js";

const keyOf = (person) => JSON.stringify([person.name, person.number]);
const seatOf = (person) => (person.market ? t("market {market}, {seat}", { market: person.market, seat: person.seat }) : t("no seat"));

export class People {
  constructor(wire) {
    this.wire = wire;
    this.asking = new Asking({ place: make("div") }, t("Move, remove, new code"));
    this.who = make("select", { id: "person", "aria-label": t("Person") });
    this.where = make("select", { id: "person-seat", "aria-label": t("Seat") });
    this.move = press(t("Move to this seat"), () => this.act("move", this.target()), { id: "do-move", className: "plain" });
    this.locked = press("", () => this.act("lift", {}), { id: "do-lift", className: "plain" });
    this.asking.form.place.append(make("div", { className: "pair" }, this.who, this.where));
    this.asking.buttons.append(this.move,
      press(t("Give a new code"), () => this.newCode(), { id: "do-new-code", className: "plain" }),
      press(t("Remove"), () => this.remove(), { id: "do-remove", className: "plain" }), this.locked);
    this.place = make("details", { className: "card", id: "people-acts" }, make("summary", {}, t("Change people")), this.asking.place);
  }

  show(state) {
    this.state = state;
    const alone = state.exercise && !state.markets.length; // then nobody has a seat
    const solving = new Set(state.exercise ? state.exercise.people.filter((one) => one.joined).map(keyOf) : []);
    const people = alone ? state.exercise.people.filter((one) => one.joined) : state.people.filter((one) => one.market || solving.has(keyOf(one)));
    const chosen = this.who.value;
    fill(this.who, people.map((one) => make("option", { value: keyOf(one), selected: keyOf(one) === chosen }, alone ? one.name : `${one.name} – ${seatOf(one)}`)));
    const seat = this.where.value;
    fill(this.where, state.markets.flatMap((market) => market.seats.map((name) => {
      const value = JSON.stringify([market.market, name]);
      return make("option", { value, selected: value === seat }, t("market {market}, {seat}", { market: market.market, seat: name }));
    })));
    this.where.hidden = this.move.hidden = Boolean(alone);
    this.asking.form.place.hidden = !people.length;
    this.locked.hidden = !state.locked;
    this.locked.textContent = tn("Lift the lock-out of {n} address", "Lift the lock-outs of {n} addresses", state.locked);
  }

  person() {
    const [name, number] = JSON.parse(this.who.value || '["", ""]');
    return { name, number };
  }

  target() {
    const [market, seat] = JSON.parse(this.where.value || '["", ""]');
    return { ...this.person(), market, seat };
  }

  newCode() {
    const key = this.person();
    const found = this.state.people.find((one) => one.name === key.name && one.number === key.number);
    return this.act("new_code", this.state.exercise && !(found && found.market) ? key : { market: found ? found.market : "", seat: found ? found.seat : "" });
  }

  remove() {
    const key = this.person();
    this.asking.question([t("{name} loses the seat, and the page that is open there is no longer valid.", key)], () => this.act("remove", key), [t("Yes, remove"), t("No, keep the seat")]);
  }

  async act(name, given) {
    await this.asking.busy(async () => {
      const answer = await this.wire.sent(`/api/class/people/${name}`, given);
      const link = answer.link ? make("p", {}, t("New link"), " ", make("a", { href: answer.link, target: "_blank", rel: "noopener" }, answer.link)) : "";
      this.asking.say("good", answer.said, link);
    });
  }
}

// New codes for the pages of a class: links that were handed out or seen by others are good no more.
export function renewal(wire, after) {
  const asking = new Asking({ place: make("div") }, t("New codes for pages"), t("After a new code, the former link is good no more."));
  const pages = [["class", t("New class code")], ["projector", t("New link of the projector page")], ["instructor", t("New link of this console")]];
  const renew = (page) => asking.busy(async () => {
    const answer = await wire.sent("/api/class/people/renew", { page });
    if (answer.token) wire.keep({ ...wire.kept, token: answer.token });
    await after();
    const link = answer.link ? make("p", {}, t("New link"), " ", make("a", { href: answer.link, target: "_blank", rel: "noopener" }, answer.link)) : "";
    document.querySelectorAll("#links .renewed").forEach((place) => fill(place, make("div", { className: "said good" }, answer.said, link)));
  });
  asking.buttons.append(...pages.map(([page, title]) => press(title, () => asking.question([t("The former code and link are good no more.")], () => renew(page), [t("Yes, go on"), t("No, wait")]), { id: `do-renew-${page}`, className: "plain" })));
  asking.place.append(make("div", { className: "renewed", role: "status" }));
  return asking.place;
}
