// Joining: with the code of a seat, or with the short code of a class; or as its instructor.

import { fill, make, press } from "./element.js";
import { t } from "./language.js";

const row = (text, field) => make("div", { className: "row" }, make("label", { htmlFor: field.id }, text), field);
const box = (id, given = {}) => make("input", { id, type: "text", autocomplete: "off", autocapitalize: "none", spellcheck: false, ...given });
const choice = (value, text, chosen) => make("option", { value, selected: value === chosen }, text);
const roles = () => ({ firm: t("firm"), rival: t("rival"), account: t("key account"), observer: t("observer"), instructor: t("instructor") });

const seatChoices = (game, chosen) => game.seats.map((each) =>
  choice(each.seat, each.seat === each.role ? roles()[each.role] || each.seat : t("{seat} ({role})", { seat: each.seat, role: roles()[each.role] || each.role }), chosen));

// The form for one seat with its own code.
export function seatForm(game, handed, join) {
  const seat = make("select", { id: "seat" }, seatChoices(game, handed.get("seat")));
  const code = box("code", { value: handed.get("code") || "" });
  const market = game.markets.length > 1 ? make("select", { id: "market" }, game.markets.map((name) => choice(name, t("Market {market}", { market: name }), handed.get("market")))) : null;
  const send = (event) => {
    if (event) event.preventDefault();
    return join(seat.value, code.value.trim().toLowerCase(), market ? market.value : undefined);
  };
  const form = make("form", { className: "card", onsubmit: send }, market ? row(t("Market"), market) : "",
    row(t("Your seat"), seat), row(t("Code of the seat"), code),
    make("div", { className: "buttons" }, make("button", { type: "submit", id: "do-join" }, t("Join"))));
  return { form, send };
}

// Whether the markets of a class play different games.
export const several = (games = {}) => new Set(Object.values(games)).size > 1;

// The form for a class: the short code and a name bring a seat, the next free one or one that is chosen.
export function classForm(handed, { places, join, busy, beside = false }) {
  const code = box("class-code", { value: handed.get("class") || "", autocapitalize: "none" });
  const name = box("name", { maxLength: 60, autocomplete: "name", autocapitalize: "words" });
  const number = box("number", { maxLength: 60 });
  const first = () => [choice("", t("Any free seat"), ""), beside ? choice(JSON.stringify(["exercise", ""]), t("No seat: only the exercise"), "") : ""].filter(Boolean);
  const where = make("select", { id: "where-to" }, first());
  const fetchPlaces = () => busy(async () => {
    const found = await places(code.value.trim().toLowerCase());
    const free = Object.entries(found.free).flatMap(([market, seats]) => seats.map((seat) => choice(JSON.stringify([market, seat]), several(found.games) ? t("Market {market} ({game}): {seat}", { market, seat, game: found.games[market] }) : t("Market {market}: {seat}", { market, seat }), "")));
    fill(where, first(), free);
  });
  const send = (event) => {
    event.preventDefault();
    const [market, seat] = where.value ? JSON.parse(where.value) : ["", ""];
    return busy(() => join({ code: code.value.trim().toLowerCase(), name: name.value, number: number.value, market, seat }));
  };
  return make("form", { className: "card", onsubmit: send }, make("h2", {}, t("Join the class")),
    row(t("Class code (on the projector)"), code), row(t("Your name"), name), row(t("Student number (if your class has a list)"), number),
    make("div", { className: "row" }, make("label", { htmlFor: "where-to" }, t("Your seat")), where,
      press(t("Show all free seats"), fetchPlaces, { id: "do-places", className: "link" })),
    make("div", { className: "buttons" }, make("button", { type: "submit", id: "do-join-class" }, t("Join"))));
}

// The form for the code of the instructor or of the projector.
export function enterForm(enter, busy) {
  const code = box("enter-code");
  const send = (event) => {
    event.preventDefault();
    return busy(() => enter(code.value.trim().toLowerCase()));
  };
  return make("form", { className: "card", onsubmit: send }, row(t("Code of the instructor or of the projector page"), code),
    make("div", { className: "buttons" }, make("button", { type: "submit", id: "do-enter" }, t("Enter"))));
}

// Back to the seat that this browser had before its page was closed, with one press.
export function returnCard(last, back) {
  if (!last || !last.kept) return "";
  const { seat, market, name } = last.kept;
  const words = market && market !== "1" ? t("Return to the seat {seat} in market {market}", { seat, market }) : t("Return to the seat {seat}", { seat });
  return make("section", { className: "card first" }, make("p", {}, name ? t("{name}, you were here before.", { name }) : t("You were here before.")),
    make("div", { className: "buttons" }, press(words, back, { id: "do-return" })));
}
