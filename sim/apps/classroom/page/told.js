// What a seat sees, as the game tells it: headings, sentences and small tables; and where the game stands, in words.

import { foldable, make, paragraphs, tableOf } from "./element.js";
import { capital, hour, listed, t, tn, whole } from "./language.js";

// All sections one below the other, the first one without its heading.
export function told(sections) {
  return sections.filter((section) => section.text || section.rows.length).map((section, place) =>
    make("section", { className: place ? "card" : "card first" }, place ? make("h2", {}, section.heading) : "", content(section)));
}

// Sections that open and close, by their place, so that they stay open in another language.
export function folded(sections) {
  return sections.filter((section) => section.text || section.rows.length)
    .map((section, place) => foldable(`section ${place}`, section.heading, content(section)));
}

const content = (section) => [
  ...paragraphs(section.text), section.rows.length ? tableOf(section.columns, section.rows, section.right, section.heading) : ""];

const acts = () => ({
  joined: t("joined"), predicted: t("predicted"), decided: t("decided"), withdrew: t("withdrew the decision"), bot: t("a bot took the seat"),
  human: t("a person took the seat"), strategy: t("stated the strategy"), believed: t("stated causes of exits"), noted: t("wrote notes on a visit") });

export function history(entries) {
  if (!entries.length) return "";
  const words = acts();
  const by = { bot: t("by a bot"), default: t("by the rule for a missing decision") };
  const rows = entries.slice().reverse().map((entry) => {
    const what = words[entry.act] || entry.act;
    const who = entry.act === "decided" && by[entry.by];
    return [hour(new Date(entry.time)), entry.round < 0 ? "" : whole(entry.round + 1), who ? t("{what} ({who})", { what, who }) : what,
      [entry.words, entry.reason && t("“{text}”", { text: entry.reason })].filter(Boolean).join(" – ")];
  });
  return foldable("acts", t("Everything you did"), tableOf([t("time"), t("round"), t("what"), t("content")], rows, [false, true, false, false], t("Everything you did")));
}

// The instructor's messages, newest first, with the round and the time.
export function messages(news) {
  if (!news.length) return "";
  const one = (message) => make("div", { className: "one-message" },
    make("p", { className: "note" }, t("Round {round}, {time}", { round: whole(message.round + 1), time: hour(new Date(message.time)) })), paragraphs(message.text));
  const newest = news.slice().reverse();
  return make("section", { className: "card message" }, make("h2", {}, t("Messages from the instructor")), one(newest[0]),
    newest.length > 1 ? make("details", { "data-fold": "messages" }, make("summary", {}, tn("{n} earlier message", "{n} earlier messages", newest.length - 1)), newest.slice(1).map(one)) : "");
}

// Where the game stands, in the bar at the top.
export function progress(state) {
  const round = state.lead && state.lead.paces.length ? t("each team at its own pace")
    : state.over ? t("the game is over") : t("round {round} of {rounds}", { round: whole(state.round + 1), rounds: whole(state.rounds) });
  return [state.markets > 1 ? t("market {market}", { market: state.market }) : "", round].filter(Boolean).join(" · ");
}

// Who has not decided yet, besides the seat itself.
export function waitingWords(state) {
  const others = state.over ? [] : state.waiting_for.filter((name) => name !== state.seat);
  if (state.open === false && !state.over) return t("The instructor has not opened this market yet. You can read now, and decide when it is open.");
  if (!others.length) return "";
  return others.length > 8 ? tn("{n} seat has not submitted yet.", "{n} seats have not submitted yet.", others.length)
    : t("Not submitted yet: {seats}.", { seats: listed(others) });
}

// What is said when another round or line has begun; nothing when none has.
export function newsOf(before, state) {
  if (!before || (before.round === state.round && before.line === state.line)) return "";
  const round = whole(state.round + 1);
  if (state.line !== before.line) return t("You now play on the line {line}; round {round} is open.", { line: state.line, round });
  const closed = whole(before.round + 1);
  return state.over ? t("Round {closed} is closed. The game is over.", { closed }) : t("Round {closed} is closed. Round {round} is open.", { closed, round });
}

// What counted for the seat in the last closed round, and why.
export function outcomeWords(outcome, tongue) {
  if (!outcome) return "";
  const round = whole(outcome.round + 1);
  const why = outcome.why[tongue] || outcome.why.en || "";
  if (outcome.draft === "submitted" && outcome.by === "human") return t("Round {round}: what you had typed was submitted when the round closed.", { round });
  if (outcome.by === "human") return t("Round {round}: your decision counted.", { round });
  if (outcome.by === "bot") return t("Round {round}: a bot decided for this seat.", { round });
  const rule = { repeat: t("your last decision was used again"), bot: t("a bot decided for you"), hold: t("nothing was changed") }[outcome.rule];
  if (outcome.draft === "slip") return t("Round {round}: what you had typed did not count, because it may be a slip ({why}); {rule}.", { round, why, rule });
  if (outcome.draft === "invalid") return t("Round {round}: what you had typed did not count, because it is not allowed ({why}); {rule}.", { round, why, rule });
  if (outcome.draft === "kept") return t("Round {round}: nothing was submitted, and in this class drafts are not submitted; {rule}.", { round, rule });
  return t("Round {round}: nothing was submitted; {rule}.", { round, rule });
}

export const sentence = (text) => capital(text);
