// Joining, then a screen that follows the game for as long as the page is open.

import { appearance, applyTheme } from "./appearance.js";
import { ChapterScreen } from "./chapter.js";
import { RoundClock } from "./clock.js";
import { ConsoleScreen } from "./console.js";
import { fill, make, press } from "./element.js";
import { ChapterConsole, ExerciseConsole, ExerciseScreen } from "./exercise.js";
import { classForm, enterForm, returnCard, seatForm } from "./joining.js";
import { NAMES, listed, load, preferred, t, tn, use } from "./language.js";
import { LeadScreen } from "./lead.js";
import { ProjectorScreen } from "./projector.js";
import { SeatScreen } from "./seat.js";
import { newsOf, progress } from "./told.js";
import { Wire, sleep } from "./wire.js";

const app = document.getElementById("app");
const lost = document.getElementById("lost");
const wire = new Wire((away) => { lost.hidden = !away; });
let turn = 0; // counts pages that were begun: what belongs to an earlier one ends
let timer = 0;

// A link that was opened: what it says, taken out of the address bar at once.
function takeLink() {
  const handed = new URLSearchParams(location.hash.slice(1));
  if (location.hash) history.replaceState(null, "", location.pathname);
  return handed;
}

const isTicked = (field) => ["checkbox", "radio"].includes(field.type);

// What was typed on a page that is shown anew, such as in another language.
function typedOn(place) {
  const fields = [...place.querySelectorAll("input[id], textarea[id], select[id]")];
  return fields.map((field) => [field.id, isTicked(field) ? field.checked : field.value]);
}

function typeAgain(place, typed) {
  typed.forEach(([id, value]) => {
    const field = place.querySelector(`[id="${id}"]`);
    if (!field || (isTicked(field) ? field.checked : field.value) === value) return;
    if (isTicked(field)) field.checked = value;
    else field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

function sayLost() {
  lost.textContent = t("Connection lost. Trying again; what you sent counts once.");
}

async function joining(sentence = "", handed = takeLink()) {
  const mine = ++turn;
  clearInterval(timer);
  let game = null;
  while (!game) game = await wire.once("/api/game").catch(() => sleep(1));
  if (mine !== turn) return;
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
  const then = (join) => async (...given) => {
    await join(...given);
    playing(); // its own faults are no faults of joining
  };
  const enter = then((code) => wire.enter(code));
  const draw = () => {
    const seat = seatForm(game, handed, (...given) => busy(() => then((...all) => wire.join(...all))(...given)));
    const back = returnCard(wire.last, () => {
      wire.takeUp(wire.last);
      playing();
    });
    const whole = game.class ? [
      classForm(handed, { places: (code) => wire.sent("/api/class/places", { code }), join: then((given) => wire.joinClass(given)), busy, beside: game.beside }), said,
      make("details", { open: Boolean(handed.get("seat")) }, make("summary", {}, t("I have the code of a seat")), seat.form),
      make("details", { open: Boolean(handed.get("enter")) }, make("summary", {}, t("I am the instructor")), enterForm(enter, busy)),
    ] : [seat.form, said];
    const typed = typedOn(app);
    fill(app, make("main", { className: "join" },
      make("div", { className: "join-head" }, make("p", { className: "brand" }, "Guanxi 关系"), appearance(() => {
        sayLost();
        draw();
        wire.once("/api/game").then((fresh) => {
          Object.assign(game, fresh);
          document.title = game.title;
          if (mine === turn) draw();
        }).catch(() => {});
      })), make("h1", {}, game.title), make("p", {}, game.teaches), handed.get("code") || handed.get("enter") ? "" : back, whole));
    typeAgain(app, typed);
    if (game.exercise) app.querySelectorAll("#where-to, #seat").forEach((field) => { (field.closest("details") || field.closest(".row")).hidden = true; });
    return seat;
  };
  const seat = draw();
  if (handed.get("seat") && handed.get("code")) await seat.send();
  else if (game.class && handed.get("enter")) await busy(() => enter(handed.get("enter")));
}

function titleOf(kept) {
  if (kept.lookingInto) return t("Market {market}", { market: kept.lookingInto });
  return { class: t("All markets"), projector: t("Class"), exercise_class: t("Class"), chapter_class: t("Class") }[kept.role] || kept.seat;
}

function screenOf(kept) {
  if (kept.role === "class" && !kept.lookingInto) return new ConsoleScreen(wire, (market) => turnTo(market));
  if (kept.role === "person") return new ExerciseScreen(wire);
  if (kept.role === "chapter_person") return new ChapterScreen(wire);
  if (kept.role === "chapter_class") return new ChapterConsole(wire);
  if (kept.role === "exercise_class") return new ExerciseConsole(wire);
  if (kept.role === "projector") return new ProjectorScreen();
  return kept.role === "instructor" || kept.role === "class" ? new LeadScreen(wire) : new SeatScreen(wire);
}

// The instructor of a class turns to one market, or back to all of them.
function turnTo(market) {
  wire.lookInto(market);
  playing();
}

function leave() {
  wire.forget();
  joining("", new URLSearchParams());
}

// The frame around a screen: a bar with the name, the round, the time and what each person chooses; tabs on a phone.
function frameOf(screen, changed) {
  const { kept } = wire;
  const isSeat = screen instanceof SeatScreen;
  const where = make("span", { id: "where" });
  const people = make("span", { id: "people" });
  const game = make("span", { id: "game" });
  const clock = new RoundClock();
  clock.place.hidden = true; // until there is a time to show
  const news = make("div", { id: "news", role: "status" });
  const tabs = screen.tabs.length ? make("nav", { className: "tabs", "aria-label": t("Parts of this page") }, screen.tabs.map(([name, title]) =>
    press(title, () => show(name), { "data-tab": name }))) : "";
  const body = make("main", { id: "screen", className: isSeat ? "seat" : screen instanceof LeadScreen ? "two wide" : screen.tabs.length ? "two" : "one" }, screen.panels);
  const cover = make("button", { type: "button", id: "cover", hidden: true, onclick: () => hide(false) },
    make("strong", {}, t("Hidden")), make("span", {}, t("This is the screen of {seat}. Press to show it.", { seat: titleOf(kept) })));
  const hide = (yes) => {
    cover.hidden = !yes;
    [body, tabs, news, where, people].filter(Boolean).forEach((part) => { part.hidden = yes; });
    if (yes) cover.focus();
  };
  const show = (name) => {
    body.dataset.tab = name;
    if (tabs) tabs.querySelectorAll("button").forEach((tab) => tab.setAttribute("aria-current", String(tab.dataset.tab === name)));
    window.scrollTo(0, 0);
  };
  const buttons = make("span", { className: "tools" }, appearance(changed),
    kept.lookingInto ? press(t("All markets"), () => turnTo(""), { id: "do-all-markets", className: "plain" }) : "",
    press(t("Hide"), () => hide(true), { id: "hide", className: "plain" }),
    press(isSeat ? t("Leave the seat") : t("Leave this page"), leave, { id: "leave", className: "plain" }));
  const bar = make("div", { className: "bar" }, make("div", { className: "who" }, make("h1", {}, titleOf(kept)), people, where), game, clock.place, buttons);
  fill(app, make("header", {}, bar, tabs), news, body, cover);
  if (screen.tabs.length) show(screen.tabs[0][0]);
  else body.dataset.tab = "";
  return { where, people, game, clock, news, show, body };
}

async function playing() {
  const mine = ++turn;
  clearInterval(timer);
  wire.hurry();
  const at = { mine, screen: null, frame: null, state: null, told: 0, words: "", late: "", fresh: true };
  const build = () => {
    at.screen = screenOf(wire.kept);
    at.frame = frameOf(at.screen, () => again(at, build));
  };
  build();
  wire.onLate = (sentence, early) => {
    at.late = early ? sentence : t("Too late, and not counted: {reason}", { reason: sentence });
    sayNews(at);
    setTimeout(() => { at.late = ""; }, 20000); // then the next piece of news takes its place
  };
  timer = setInterval(() => tick(at), 250);
  await (at.screen.path ? followingClass(at) : following(at));
}

// Another language: the same state in other words at once, then the state as the server tells it in that language.
function again(at, build) {
  sayLost();
  const typed = typedOn(app);
  const tab = at.frame.body.dataset.tab;
  build();
  if (at.state) {
    showState(at, at.state);
    typeAgain(app, typed);
  }
  if (tab) at.frame.show(tab);
  at.words = "";
  at.fresh = true;
  wire.hurry();
}

function tick(at) {
  if (at.mine !== turn || !at.state) return;
  const gone = (performance.now() - at.told) / 1000;
  if (at.screen.path) at.screen.tick(gone);
  else at.frame.clock.show(at.state, Math.max(0, (at.state.seconds_left || 0) - (at.state.paused ? 0 : gone)));
}

function sayNews(at) {
  fill(at.frame.news, at.words ? make("p", { className: "said news" }, at.words) : "", at.late ? make("p", { className: "said refused" }, at.late) : "");
}

function showState(at, state) {
  const { frame, screen } = at;
  if (screen.path) {
    document.title = frame.game.textContent = state.title;
    screen.show(state);
    return;
  }
  document.title = t("{seat} – {title}", { seat: state.seat, title: state.title });
  frame.where.textContent = progress(state);
  const people = state.people || [];
  frame.people.textContent = people.length > 3 ? tn("{n} person", "{n} people", people.length) : listed(people);
  frame.game.textContent = state.title;
  screen.show(state);
}

async function followingClass(at) {
  for (let since = -1; at.mine === turn;) {
    let state;
    try {
      const path = at.screen.path;
      state = await wire.news(since < 0 || at.fresh || at.screen.turned ? path : `${path}?since=${since}&wait=20`);
    } catch (error) {
      if (at.mine !== turn) return;
      if (error.status !== 401) throw error;
      wire.keep(null);
      await joining(t("Please enter the code again."));
      return;
    }
    if (!state || at.mine !== turn) continue;
    since = state.revision;
    at.fresh = false;
    at.state = state;
    at.told = performance.now();
    showState(at, state);
    document.body.dataset.revision = since;
  }
}

function pathOf(at, since) {
  if (since < 0 || at.fresh) return "/api/state";
  const { open, beside } = at.state;
  return `/api/state?since=${since}&wait=20&parts=1${open === undefined ? "" : `&open=${Number(open)}`}${beside ? `&beside=${beside}` : ""}`;
}

async function following(at) {
  for (let since = -1; at.mine === turn;) {
    let answer;
    try {
      answer = await wire.news(pathOf(at, since));
    } catch (error) {
      if (at.mine !== turn) return;
      if (error.status !== 401) throw error;
      wire.forget();
      await joining(t("Please join again with the code of the seat."));
      return;
    }
    if (!answer || at.mine !== turn) continue;
    const before = at.state;
    at.state = answer.unchanged || answer.part ? { ...before, ...answer } : answer;
    at.told = performance.now();
    if (answer.unchanged) {
      if (at.screen.here) at.screen.here(answer.here || []);
      continue;
    }
    since = at.state.revision;
    if (!answer.part) at.fresh = false;
    showState(at, at.state);
    document.body.dataset.round = at.state.round;
    document.body.dataset.line = at.state.line;
    const begun = newsOf(before, at.state);
    if (begun) {
      at.words = begun;
      sayNews(at);
      if (at.screen instanceof SeatScreen) window.scrollTo(0, 0);
    }
  }
}

async function start() {
  applyTheme();
  const chosen = preferred();
  await load(chosen).catch(() => {});
  use(chosen);
  sayLost();
  // the other languages come in the background, so that a switch takes effect at once
  Object.keys(NAMES).forEach((name) => load(name).catch(() => {}));
  window.addEventListener("hashchange", () => {
    if (location.hash) joining();
  });
  if (wire.kept && !location.hash) await playing();
  else await joining();
}

start();
