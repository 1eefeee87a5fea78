// What a seat sees, as the game tells it: headings, sentences and small tables.

import { make, paragraphs, tableOf } from "./element.js";
import { lines } from "./lines.js";

export function told(sections) {
  return sections.filter((section) => section.text || section.rows.length).map((section, place) =>
    make("section", { className: place ? "card" : "card first" },
      place ? make("h2", {}, section.heading) : "",
      paragraphs(section.text), lines(section),
      section.rows.length ? tableOf(section.columns, section.rows, section.right) : ""));
}

const WORDS = { joined: "joined", predicted: "expected", decided: "decided", withdrew: "took it back", bot: "a bot took the seat", human: "got the seat back",
  strategy: "stated", believed: "believed", noted: "wrote up a visit" };

export function history(entries) {
  if (!entries.length) return "";
  const rows = entries.slice().reverse().map((entry) => {
    const who = entry.by === "human" || entry.act !== "decided" ? "" : ` (${entry.by === "bot" ? "bot" : "by the rule"})`;
    const time = new Date(entry.time);
    const hour = Number.isNaN(time.getTime()) ? "" : time.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    return [hour, entry.round < 0 ? "" : String(entry.round), (WORDS[entry.act] || entry.act) + who,
      [entry.words, entry.reason && `“${entry.reason}”`].filter(Boolean).join(" – ")];
  });
  return make("details", { className: "card acts" }, make("summary", {}, "Everything you did"),
    tableOf(["time", "round", "what", ""], rows, [false, true, false, false]));
}

// Where the game stands, in the bar at the top.
export function progress(state) {
  const where = state.markets > 1 ? `market ${state.market} · ` : "";
  if (state.lead?.paces.length) return `${where}each team at its own pace`;
  return where + (state.over ? "the game is over" : `round ${state.round} (${state.round + 1} of ${state.rounds})`);
}

// Who has not decided yet, besides the seat itself.
export function waitingWords(state) {
  const others = state.over ? [] : state.waiting_for.filter((name) => name !== state.seat);
  if (state.open === false && !state.over) return "The instructor has not opened this market yet. You can read, and decide once it is open.";
  if (!others.length) return "";
  return others.length > 8 ? `${others.length} seats have not decided yet.` : `Not decided yet: ${others.join(", ")}.`;
}

// The time left of the round; nothing where it has no end.
export function timeLeft(state, seconds) {
  if (state.over || state.seconds_left === null) return "";
  return state.paused ? "time stopped" : clock(seconds);
}

// What is said when another round or line has begun; nothing when none has.
export function newsOf(before, state) {
  if (!before || (before.round === state.round && before.line === state.line)) return "";
  if (state.line !== before.line) return `You play on the line ${state.line} now; round ${state.round} is open.`;
  return `Round ${before.round} is closed. ${state.over ? "The game is over." : `Round ${state.round} is open.`}`;
}

// Markets as they are some seconds after they were told.
export function laterBy(seconds, markets) {
  return markets.map((market) => (market.seconds_left === null || market.paused ? market : { ...market, seconds_left: Math.max(0, market.seconds_left - seconds) }));
}

export function clock(seconds) {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
