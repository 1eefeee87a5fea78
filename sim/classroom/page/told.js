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
    const clock = Number.isNaN(time.getTime()) ? "" : time.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    return [clock, entry.round < 0 ? "" : String(entry.round), (WORDS[entry.act] || entry.act) + who,
      [entry.words, entry.reason && `“${entry.reason}”`].filter(Boolean).join(" – ")];
  });
  return make("details", { className: "card acts" }, make("summary", {}, "All that you did"),
    tableOf(["time", "round", "what", ""], rows, [false, true, false, false]));
}

export function clock(seconds) {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
