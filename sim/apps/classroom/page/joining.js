// Joining: with a seat's pass code, or with the short code of a class; or as its instructor.

import { fill, make } from "./element.js";

const row = (text, field) => make("div", { className: "row" }, make("label", { htmlFor: field.id }, text), field);
const box = (id, given = {}) => make("input", { id, type: "text", autocomplete: "off", autocapitalize: "none", spellcheck: false, ...given });
const choice = (value, text, chosen) => make("option", { value, selected: value === chosen }, text);

const seatChoices = (game, chosen) => game.seats.map((each) =>
  choice(each.seat, each.seat === each.role ? each.seat : `${each.seat} (${each.role})`, chosen));

// The form for one seat with its own pass code.
export function seatForm(game, handed, join) {
  const seat = make("select", { id: "seat" }, seatChoices(game, handed.get("seat")));
  const code = box("code", { value: handed.get("code") || "" });
  const market = game.markets.length > 1 ? make("select", { id: "market" }, game.markets.map((name) => choice(name, `Market ${name}`, handed.get("market")))) : null;
  const send = (event) => {
    event?.preventDefault();
    return join(seat.value, code.value.trim().toLowerCase(), market ? market.value : undefined);
  };
  const form = make("form", { className: "card", onsubmit: send }, market ? row("Market", market) : "",
    row("Your seat", seat), row("Pass code of the seat", code),
    make("div", { className: "buttons" }, make("button", { type: "submit", id: "do-join" }, "Join")));
  return { form, send };
}

// The form for a class: the short code and a name bring a seat, the next free one or one that is chosen.
export function classForm(handed, { places, join, busy }) {
  const code = box("class-code", { value: handed.get("class") || "", autocapitalize: "none" });
  const name = box("name", { maxLength: 60, autocomplete: "name", autocapitalize: "words" });
  const number = box("number", { maxLength: 60 });
  const where = make("select", { id: "where-to" }, choice("", "Any free seat", ""));
  const fetchPlaces = () => busy(async () => {
    const found = await places(code.value.trim().toLowerCase());
    const free = Object.entries(found.free).flatMap(([market, seats]) => seats.map((seat) => choice(JSON.stringify([market, seat]), `Market ${market}: ${seat}`, "")));
    fill(where, choice("", "Any free seat", ""), free);
  });
  const send = (event) => {
    event.preventDefault();
    const [market, seat] = where.value ? JSON.parse(where.value) : ["", ""];
    return busy(() => join({ code: code.value.trim().toLowerCase(), name: name.value, number: number.value, market, seat }));
  };
  return make("form", { className: "card", onsubmit: send }, make("h2", {}, "Join the class"),
    row("Class code (on the projector)", code), row("Your name", name), row("Student number (if your class has a list)", number),
    make("div", { className: "row" }, make("label", { htmlFor: "where-to" }, "Your seat"), where,
      make("button", { type: "button", id: "do-places", className: "link", onclick: fetchPlaces }, "Show all free seats")),
    make("div", { className: "buttons" }, make("button", { type: "submit", id: "do-join-class" }, "Join")));
}

// The form for the code of the instructor or of the projector.
export function enterForm(enter, busy) {
  const code = box("enter-code");
  const send = (event) => {
    event.preventDefault();
    return busy(() => enter(code.value.trim().toLowerCase()));
  };
  return make("form", { className: "card", onsubmit: send }, row("Code of the instructor or the projector", code),
    make("div", { className: "buttons" }, make("button", { type: "submit", id: "do-enter" }, "Enter")));
}
