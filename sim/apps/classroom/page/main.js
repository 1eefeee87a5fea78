// Joining, then a screen that follows the game for as long as the page is open.

import { fill, make } from "./element.js";
import { LeadScreen } from "./lead.js";
import { SeatScreen } from "./seat.js";
import { newsOf, progress, timeLeft } from "./told.js";
import { Refusal, Wire, sleep } from "./wire.js";

const app = document.getElementById("app");
const lost = document.getElementById("lost");
const wire = new Wire((away) => { lost.hidden = !away; });

async function joining(sentence = "") {
  const handed = new URLSearchParams(location.hash.slice(1));
  if (location.hash) history.replaceState(null, "", location.pathname);
  let game = null;
  while (!game) game = await wire.once("/api/game").catch(() => sleep(1));
  document.title = game.title;
  const seat = make("select", { id: "seat" }, game.seats.map((each) =>
    make("option", { value: each.seat, selected: each.seat === handed.get("seat") }, each.seat === each.role ? each.seat : `${each.seat} (${each.role})`)));
  const code = make("input", { id: "code", type: "text", autocomplete: "off", autocapitalize: "none", spellcheck: false, value: handed.get("code") || "" });
  const said = make("div", { role: "status" }, sentence ? make("p", { className: "said asked" }, sentence) : "");
  const enter = async (event) => {
    event?.preventDefault();
    try {
      await wire.join(seat.value, code.value.trim().toLowerCase());
      await playing();
    } catch (error) {
      fill(said, make("p", { className: "said refused" }, error.message));
    }
  };
  fill(app, make("main", { className: "join" },
    make("p", { className: "brand" }, "Guanxi 关系"), make("h1", {}, game.title), make("p", {}, game.teaches),
    make("form", { className: "card", onsubmit: enter },
      make("div", { className: "row" }, make("label", { htmlFor: "seat" }, "Your seat"), seat),
      make("div", { className: "row" }, make("label", { htmlFor: "code" }, "Its pass code"), code), said,
      make("div", { className: "buttons" }, make("button", { type: "submit", id: "do-join" }, "Join")))));
  if (handed.get("seat") && handed.get("code")) await enter();
}

async function playing() {
  const screen = wire.kept.role === "instructor" ? new LeadScreen(wire) : new SeatScreen(wire);
  const seats = wire.kept.role !== "observer";
  const where = make("span", { id: "where" });
  const game = make("span", { id: "game" });
  const time = make("span", { id: "time", role: "timer" });
  const news = make("div", { id: "news", role: "status" });
  const tabs = make("nav", { className: "tabs" }, screen.tabs.map(([name, title]) =>
    make("button", { type: "button", "data-tab": name, onclick: () => turn(name) }, title)));
  const body = make("main", { id: "screen", className: seats ? "two" : "one" }, seats ? screen.panels : screen.panels[0]);
  const cover = make("button", { type: "button", id: "cover", hidden: true, onclick: () => hide(false) },
    make("strong", {}, "Hidden"), make("span", {}, `This is the screen of ${wire.kept.seat}. Press to show it.`));
  const hide = (yes) => {
    cover.hidden = !yes;
    [body, tabs, news, where].forEach((part) => { part.hidden = yes; });
  };
  const turn = (name) => {
    body.dataset.tab = name;
    tabs.querySelectorAll("button").forEach((tab) => tab.setAttribute("aria-current", tab.dataset.tab === name));
    scrollTo(0, 0);
  };
  const leave = () => {
    wire.keep(null);
    location.reload();
  };
  const bar = make("div", { className: "bar" }, make("div", { className: "who" }, make("strong", {}, wire.kept.seat), where), game, time,
    make("button", { type: "button", id: "hide", className: "plain", onclick: () => hide(true) }, "Hide"),
    make("button", { type: "button", className: "plain", onclick: leave }, "Leave"));
  fill(app, make("header", {}, bar, seats ? tabs : ""), news, body, cover);
  turn(screen.tabs[0][0]);
  await following(screen, { where, game, time, news, turn });
}

async function following(screen, { where, game, time, news, turn }) {
  let state = null;
  let until = null;
  let words = "";
  let late = "";
  const sayNews = () => fill(news, words ? make("p", { className: "said news" }, words) : "", late ? make("p", { className: "said refused" }, late) : "");
  wire.onLate = (sentence) => {
    late = `Too late, and not counted: ${sentence}.`;
    sayNews();
    setTimeout(() => { late = ""; }, 20000); // then the next piece of news takes its place
  };
  setInterval(() => {
    if (state) time.textContent = timeLeft(state, (until - performance.now()) / 1000);
  }, 250);
  for (let since = -1; ;) {
    let answer;
    try {
      answer = since < 0 ? await wire.once("/api/state").catch(again) : await wire.news(since);
    } catch (error) {
      if (error.status !== 401) throw error;
      wire.keep(null);
      await joining("Please join again with the pass code.");
      return;
    }
    if (!answer) continue;
    const before = state;
    state = answer.unchanged ? { ...state, ...answer } : answer;
    until = performance.now() + 1000 * (state.seconds_left || 0);
    if (answer.unchanged) {
      screen.here?.(answer.here || []);
      continue;
    }
    since = state.revision;
    document.title = `${state.seat} – ${state.title}`;
    where.textContent = progress(state);
    game.textContent = state.title;
    screen.show(state);
    document.body.dataset.round = state.round;
    document.body.dataset.line = state.line;
    const begun = newsOf(before, state);
    if (begun) {
      words = begun;
      sayNews();
      if (wire.kept.role !== "instructor") turn("look");
    }
  }
}

async function again(error) {
  if (error instanceof Refusal) throw error;
  await sleep(1);
  return null;
}

if (wire.kept && !location.hash) await playing();
else await joining();
