// The page of a game or an exercise in a notebook: the screens of the class page, in a part of the notebook whose styles
// and ids are its own (a shadow root), over the kernel.

import { RoundClock } from "../../classroom/page/clock.js";
import { fill, make, press } from "../../classroom/page/element.js";
import { language, load, t, use } from "../../classroom/page/language.js";
import { LeadScreen } from "../../classroom/page/lead.js";
import { SeatScreen } from "../../classroom/page/seat.js";
import { newsOf, progress } from "../../classroom/page/told.js";
import { Wire } from "../../classroom/page/wire.js";
import { Branches } from "./branches.js";
import { Ending } from "./ending.js";
import { ExerciseDesk } from "./exercise_desk.js";
import { KernelTransport, goneWords, silentWords } from "./kernel_transport.js";
import { STYLE } from "./style.js";
import { Rounds, handOverPage, startPage, tablePage } from "./table.js";
import { followTheme } from "./theme.js";

// What is decided at a screen that several people share gives the screen on.
class SharedWire extends Wire {
  async act(name, given) {
    const answer = await super.act(name, given);
    if (answer.accepted && name === "decide") this.onDecided(answer);
    return answer;
  }
}

class Notebook {
  constructor(model, host) {
    this.kind = model.get("kind");
    this.host = host;
    this.transport = new KernelTransport(model, (state) => this.tellKernel(state));
    this.wire = new SharedWire(() => {}, this.transport);
    this.wire.onDecided = (answer) => this.decided(answer);
    this.wire.onLate = (sentence) => this.say(sentence);
    this.place = make("div", { className: "page" });
    const root = host.attachShadow({ mode: "open" });
    root.append(make("style", {}, STYLE), this.place);
    this.timer = setInterval(() => this.tick(), 250);
    this.open = true;
  }

  close() {
    this.open = false;
    clearInterval(this.timer);
    this.transport.close();
  }

  tellKernel({ busy, silent, gone }) {
    if (!this.lost) return;
    this.lost.hidden = !silent && !gone;
    this.lost.textContent = gone ? goneWords() : silentWords();
    this.busy.hidden = !busy || silent || gone;
  }

  // The frame of every page: a bar with the name, the round and the time; below it news, a screen, and what is beside it.
  build() {
    this.lost = make("div", { id: "lost", role: "status", hidden: true });
    this.title = make("h3", { className: "title" });
    this.where = make("span", { id: "where" });
    this.busy = make("span", { id: "busy", role: "status", hidden: true }, t("Working …"));
    this.clock = new RoundClock();
    this.clock.place.hidden = true;
    this.tools = make("span", { className: "tools" });
    this.news = make("div", { id: "news", role: "status" });
    this.tabs = make("nav", { className: "tabs", "aria-label": t("Parts of this page") });
    this.body = make("div", { id: "screen" });
    this.beside = make("div", { className: "beside" });
    fill(this.place, this.lost, make("div", { className: "head" }, make("div", { className: "bar" }, make("div", { className: "who" }, this.title, this.where), this.busy, this.clock.place, this.tools), this.tabs),
      this.news, this.body, this.beside);
  }

  async run() {
    this.build();
    await this.begin();
    while (this.open) {
      await this.transport.changed();
      try {
        await this.refresh();
      } catch (error) {
        this.say(error.message);
      }
    }
  }

  async begin() {
    try {
      await (this.kind === "exercise" ? this.work() : this.go());
    } catch (error) {
      this.say(error.message);
    }
  }

  // Ask, and go over to the language in which the kernel answers.
  async ask(path, body = undefined) {
    const found = await this.wire.sent(path, body);
    const spoken = this.transport.language;
    if (spoken !== language()) {
      await load(spoken, (name) => this.wire.sent(`/messages/${name}.json`));
      use(spoken, false, this.host);
      this.build();
      this.screen = this.desk = null;
    }
    return found;
  }

  say(words) {
    fill(this.news, words ? make("p", { className: "said news" }, words) : "");
  }

  // A new page; nothing of the one before stays.
  turn(title, seat = null) {
    this.screen = null;
    this.state = null;
    this.wire.keep(seat ? { seat: seat.name, role: seat.role } : null);
    this.title.textContent = title;
    this.where.textContent = "";
    this.clock.place.hidden = true;
    this.toTop();
    [this.tools, this.tabs, this.news, this.body, this.beside].forEach((part) => fill(part));
    this.body.className = "";
  }

  // To the top of this page, where a person has just pressed something below it.
  toTop() {
    if (document.activeElement === this.host && this.host.getBoundingClientRect().top < 0) this.host.scrollIntoView({ block: "start" });
  }

  // What comes next, after a seat is done: a seat, the table, the end.
  async go(after = "", said = "") {
    const table = await this.ask(`/api/table${after ? `?after=${encodeURIComponent(after)}` : ""}`);
    const { page, seat } = table.next;
    if (page === "start") this.showStart(table);
    else if (page === "sit") await this.sit(seat, table);
    else if (page === "hand_over") this.handOver(seat, table, said);
    else this.showTable(table, page === "end");
  }

  // Whatever is shown, as it is now.
  async refresh() {
    if (this.desk) await this.work();
    else if (this.screen) await this.showSeat();
    else if (this.page === "table") this.showTable(await this.ask("/api/table"));
    else if (this.page === "start") await this.go();
  }

  showStart(table) {
    this.page = "start";
    this.turn(table.title);
    fill(this.body, startPage(table, async (seats) => {
      await this.ask("/api/begin", { seats });
      await this.go();
    }));
  }

  handOver(seat, table, said) {
    this.page = "hand over";
    this.turn(table.title);
    this.where.textContent = progress(table);
    fill(this.body, handOverPage(seat, said, () => this.sit(seat, table), () => this.toTable()));
  }

  async toTable() {
    this.showTable(await this.ask("/api/table"));
  }

  showTable(table, ended = false) {
    const again = this.page === "table" && this.ending;
    this.page = "table";
    this.turn(table.title);
    this.state = table;
    this.told = performance.now();
    this.where.textContent = progress(table);
    fill(this.body, tablePage(table, (seat) => (table.alone ? this.sit(seat, table) : this.handOver(seat, table, ""))));
    this.makeBeside(table);
    if (ended || again) this.showEnding();
  }

  // What is beside the screen: closing rounds, lines of play, the debrief.
  makeBeside(table) {
    this.ending = null;
    this.rounds = new Rounds((name, given) => this.wire.sent(`/api/table/${name}`, given));
    this.branches = new Branches((name, given) => this.wire.sent(`/api/table/${name}`, given));
    this.end = make("div");
    const stop = press(t("Stop here and read the debrief"), () => this.showEnding(), { className: "plain stop" });
    fill(this.beside, this.rounds.place, this.branches.place, make("div", { className: "buttons" }, table.over ? "" : stop), this.end);
    this.showBeside(table);
  }

  showBeside(table) {
    this.rounds.show(table);
    if (!this.ending) this.branches.show(table.lines);
  }

  async showEnding() {
    try {
      const { figures, lines } = await this.ask("/api/ending");
      this.ending = new Ending(this.wire);
      fill(this.end, this.ending.place);
      this.branches.show(lines);
      this.end.scrollIntoView({ block: "start" });
      await this.ending.show(figures);
    } catch (error) {
      this.say(error.message);
    }
  }

  // A person takes the screen.
  async sit(name, table) {
    this.page = "seat";
    const seat = table.seats.find((each) => each.name === name);
    this.turn(name, seat);
    this.alone = table.alone;
    this.leads = seat.role === "instructor";
    this.screen = this.leads ? new LeadScreen(this.wire) : new SeatScreen(this.wire);
    if (this.leads) {
      this.screen.lines.place.hidden = true; // they are beside the screen, for every game
      this.screen.seats.buttons.hidden = true; // nobody joins with a code here
    }
    if (!table.alone) fill(this.tools, press(t("Hide my screen"), () => this.toTable(), { className: "plain hide" }), press(t("Give the screen on"), () => this.go(name), { className: "plain give-on" }));
    fill(this.tabs, this.screen.tabs.map(([tab, title]) => press(title, () => this.showTab(tab), { "data-tab": tab })));
    this.body.className = this.leads ? "two wide" : "seat";
    fill(this.body, this.screen.panels);
    if (this.screen.tabs.length) this.showTab(this.screen.tabs[0][0]);
    if (table.alone || this.leads) this.makeBeside(table);
    await this.showSeat();
    if (this.state && this.state.over && table.alone) await this.showEnding();
  }

  showTab(name) {
    this.body.dataset.tab = name;
    this.tabs.querySelectorAll("button").forEach((tab) => tab.setAttribute("aria-current", String(tab.dataset.tab === name)));
  }

  async showSeat() {
    const { screen } = this;
    const seat = this.wire.kept;
    const state = await this.ask("/api/state");
    if (this.page !== "seat" || (this.screen && screen !== this.screen)) return; // another page was turned to meanwhile
    if (!this.screen) { // another language: the same seat, made anew
      await this.sit(seat.seat, await this.ask("/api/table"));
      return;
    }
    const before = this.state;
    this.state = state;
    this.told = performance.now();
    this.where.textContent = [state.title, progress(state)].join(" · ");
    screen.show(state);
    if (screen.here) screen.here(state.here);
    const begun = newsOf(before, state);
    if (begun) {
      this.say(begun);
      this.toTop();
    }
    if (this.alone || this.leads) {
      const table = await this.ask("/api/table");
      if (screen !== this.screen) return;
      this.showBeside(table);
      if (before && !before.over && state.over) await this.showEnding();
    }
  }

  // After a decision the next person takes the screen, unless there is something to read first.
  decided(answer) {
    if (this.alone || (answer.remarks || []).length) return;
    this.go(this.wire.kept.seat, t("Decision submitted.")).catch((error) => this.say(error.message));
  }

  tick() {
    if (!this.state || !this.clock) return;
    const gone = (performance.now() - this.told) / 1000;
    this.clock.show(this.state, Math.max(0, (this.state.seconds_left || 0) - (this.state.paused ? 0 : gone)));
  }

  // An exercise.
  async work() {
    const state = await this.ask("/api/exercise");
    if (!this.desk) {
      this.desk = new ExerciseDesk(this.wire);
      this.title.textContent = state.title;
      fill(this.body, this.desk.place);
    }
    this.desk.show(state);
  }
}

export const widget = {
  render({ model, el }) {
    const host = make("div", { className: "guanxi-page" });
    host.setAttribute("data-lm-suppress-shortcuts", "true"); // keys that are typed here are no commands of JupyterLab
    host.addEventListener("keydown", (event) => event.stopPropagation());
    el.append(host);
    const stop = followTheme(host);
    const notebook = new Notebook(model, host);
    notebook.run();
    return () => {
      stop();
      notebook.close();
    };
  },
};
