// Joining, then a screen that follows the game for as long as the page is open.

import { ConsoleScreen } from "./console.js";
import { fill, make } from "./element.js";
import { ExerciseConsole, ExerciseScreen } from "./exercise.js";
import { classForm, enterForm, seatForm } from "./joining.js";
import { LeadScreen } from "./lead.js";
import { ProjectorScreen } from "./projector.js";
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
  const said = make("div", { role: "status" }, sentence ? make("p", { className: "said asked" }, sentence) : "");
  const busy = async (act) => {
    try {
      fill(said);
      await act();
    } catch (error) {
      fill(said, make("p", { className: "said refused" }, error.message));
    }
  };
  const then = (join) => (...given) => join(...given).then(playing);
  const enter = then((code) => wire.enter(code));
  const seat = seatForm(game, handed, (...given) => busy(() => wire.join(...given).then(playing)));
  const whole = game.class ? [
    classForm(handed, { places: (code) => wire.sent("/api/class/places", { code }), join: then((given) => wire.joinClass(given)), busy }), said,
    make("details", {}, make("summary", {}, "I have the pass code of a seat"), seat.form),
    make("details", {}, make("summary", {}, "I am the instructor"), enterForm(enter, busy)),
  ] : [seat.form, said];
  fill(app, make("main", { className: "join" }, make("p", { className: "brand" }, "Guanxi 关系"), make("h1", {}, game.title), make("p", {}, game.teaches), whole));
  if (game.exercise) app.querySelectorAll("#where-to, #seat").forEach((field) => { (field.closest("details") || field.closest(".row")).hidden = true; });
  if (handed.get("seat") && handed.get("code")) await seat.send();
  else if (game.class && handed.get("enter")) await busy(() => enter(handed.get("enter")));
}

function titleOf(kept) {
  if (kept.lookingInto) return `Market ${kept.lookingInto}`;
  return { class: "All markets", projector: "Class", exercise_class: "Class" }[kept.role] || kept.seat;
}

function screenOf(kept) {
  if (kept.role === "class" && !kept.lookingInto) return new ConsoleScreen(wire, (market) => turnTo(market));
  if (kept.role === "person") return new ExerciseScreen(wire);
  if (kept.role === "exercise_class") return new ExerciseConsole(wire);
  if (kept.role === "projector") return new ProjectorScreen();
  return kept.role === "instructor" || kept.role === "class" ? new LeadScreen(wire) : new SeatScreen(wire);
}

// The instructor of a class turns to one market, or back to all of them.
function turnTo(market) {
  wire.lookInto(market);
  location.reload();
}

async function playing() {
  const screen = screenOf(wire.kept);
  const seats = !["observer", "projector"].includes(wire.kept.role);
  const where = make("span", { id: "where" });
  const game = make("span", { id: "game" });
  const time = make("span", { id: "time", role: "timer" });
  const news = make("div", { id: "news", role: "status" });
  const tabs = make("nav", { className: "tabs" }, screen.tabs.map(([name, title]) =>
    make("button", { type: "button", "data-tab": name, onclick: () => turn(name) }, title)));
  const body = make("main", { id: "screen", className: seats ? "two" : "one" }, seats ? screen.panels : screen.panels[0]);
  const cover = make("button", { type: "button", id: "cover", hidden: true, onclick: () => hide(false) },
    make("strong", {}, "Hidden"), make("span", {}, `This is the screen of ${titleOf(wire.kept)}. Press to show it.`));
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
  const bar = make("div", { className: "bar" }, make("div", { className: "who" }, make("strong", {}, titleOf(wire.kept)), where), game, time,
    wire.kept.lookingInto ? make("button", { type: "button", id: "do-all-markets", className: "plain", onclick: () => turnTo("") }, "All markets") : "",
    make("button", { type: "button", id: "hide", className: "plain", onclick: () => hide(true) }, "Hide"),
    make("button", { type: "button", className: "plain", onclick: leave }, "Leave"));
  fill(app, make("header", {}, bar, seats ? tabs : ""), news, body, cover);
  if (screen.path) {
    turn(screen.tabs[0]?.[0] ?? "");
    await followingClass(screen, game);
    return;
  }
  turn(screen.tabs[0][0]);
  await following(screen, { where, game, time, news, turn });
}

async function followingClass(screen, game) {
  let told = null;
  setInterval(() => {
    if (told) screen.tick((performance.now() - told) / 1000);
  }, 500);
  for (let since = -1; ;) {
    let state;
    try {
      state = await wire.newsOfClass(screen.path, since);
    } catch (error) {
      if (error.status !== 401) throw error;
      wire.keep(null);
      await joining("Please enter the code again.");
      return;
    }
    if (!state) continue;
    since = state.revision;
    document.title = game.textContent = state.title;
    screen.show(state);
    told = performance.now();
    document.body.dataset.revision = since;
  }
}

async function following(screen, { where, game, time, news, turn }) {
  let state = null;
  let until = null;
  let words = "";
  let late = "";
  const sayNews = () => fill(news, words ? make("p", { className: "said news" }, words) : "", late ? make("p", { className: "said refused" }, late) : "");
  wire.onLate = (sentence) => {
    const early = / is not open; wait /.test(sentence);
    late = early ? `${sentence[0].toUpperCase()}${sentence.slice(1)}.` : `Too late, and not counted: ${sentence}.`;
    sayNews();
    setTimeout(() => { late = ""; }, 20000); // then the next piece of news takes its place
  };
  setInterval(() => {
    if (state) time.textContent = timeLeft(state, (until - performance.now()) / 1000);
  }, 250);
  for (let since = -1; ;) {
    let answer;
    try {
      answer = since < 0 ? await wire.once("/api/state").catch(again) : await wire.news(since, state.open);
    } catch (error) {
      if (error.status !== 401) throw error;
      wire.keep(null);
      await joining("Please join again with the pass code.");
      return;
    }
    if (!answer) continue;
    const before = state;
    state = answer.unchanged || answer.part ? { ...state, ...answer } : answer;
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
      if (!["instructor", "class"].includes(wire.kept.role)) turn("look");
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
