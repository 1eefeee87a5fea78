"""Four ways through the code, for ``discussion/inside.md``: ``python -m docs.draw_ways`` writes lists and pictures.

A step is a file whose code is handed the thing that travels, or what was made of it. Tables and declarations in which
a step looks something up, and helpers that a step calls on it, are named apart, as files beside the way.
``tests/test_docs_inside.py`` follows each way through a real run.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Step:
    """A file on a way."""

    path: str
    names: tuple[str, ...]
    """Functions and methods that do it; in a file that is no Python, words that stand in it."""
    does: str


@dataclass(frozen=True, kw_only=True)
class Way:
    """What travels, and the files that it passes, first to last."""

    name: str
    """Of the part of the page and of the picture."""
    title: str
    steps: tuple[Step, ...]
    beside: tuple[str, ...]
    """Tables and declarations in which a step looks something up, and helpers."""

    @property
    def files(self) -> int:
        """Number of different files among the steps."""
        return len({step.path for step in self.steps})


def _steps(*rows: tuple[str, str, str]) -> tuple[Step, ...]:
    return tuple(Step(path=path, names=tuple(names.split()), does=does) for path, names, does in rows)


CUSTOMERS, CLASSROOM, GAME = "sim/model/customers", "sim/apps/classroom", "sim/game"

PURCHASE = Way(
    name="way_of_a_purchase",
    title="A purchase, from the clock to the picture",
    steps=_steps(
        ("sim/results/simulate.py", "_ticks", "simulates customers from one tick to the next"),
        ("sim/model/engine/reference.py", "ReferenceCustomers.life",
         "moves a customer to the next event (kernel.py does the same for blocks of customers)"),
        (f"{CUSTOMERS}/event_dispatch.py", "process_event", "decides that the event is a purchase"),
        (f"{CUSTOMERS}/purchase.py", "buy choose_firm amount_spent", "draws firm and amount, and books the money"),
        ("sim/model/random_numbers.py", "uniforms gamma exponential", "gives the draws that belong to this purchase"),
        (f"{CUSTOMERS}/exits.py", "acquire", "starts the relation, if it is the first purchase"),
        (f"{CUSTOMERS}/membership.py", "earn_points", "adds points, if the customer has a card"),
        (f"{CUSTOMERS}/event_logging.py", "log_event", "writes a row, and counts it in its week"),
        (f"{CUSTOMERS}/hazard_rates.py", "restart_hazard_clock schedule_next_event",
         "starts the clock of the next purchase, and computes which event of the customer comes next, and when"),
        ("sim/model/row_order.py", "sort_rows", "puts the rows of all customers and firms in order"),
        ("sim/model/firms/event_writer.py", "EventWriter.weekly", "adds up the counts of all weeks"),
        ("sim/results/tables.py", "count", "reads the purchases of each firm from the weekly counts"),
        ("sim/metrics/purchasing/share.py", "weekly_share share_curve", "computes shares from them"),
        ("sim/charts/style/firm_curves.py", "firm_curves", "draws a line for each firm, with its band"),
        ("sim/charts/purchasing/share_charts.py", "share_chart", "adds launches, axes and the words of the headline"),
        ("sim/charts/style/canvas.py", "headline", "writes the headline and returns the picture"),
    ),
    beside=("sim/model/events.py", "sim/model/state/columns.py", "sim/model/state/market.py",
            "sim/results/results.py", "sim/model/firms/income_lines.py", "sim/metrics/_shared/windows.py"),
)  # fmt: skip

DECISION = Way(
    name="way_of_a_decision",
    title="A decision in the browser, to its effect",
    steps=_steps(
        (f"{CLASSROOM}/page/seat.js", "sendDecision", "reads the form when the button is pressed"),
        (f"{CLASSROOM}/page/wire.js", "/api/act/", "sends it, and repeats this until there is an answer"),
        (f"{CLASSROOM}/web/server.py", "GameServer.act", "finds the seat by its token"),
        (f"{CLASSROOM}/web/request_parsing.py", "content", "reads the JSON"),
        (f"{CLASSROOM}/markets/session_worker.py", "SessionWorker.ask", "passes it to the thread that holds the game"),
        (f"{CLASSROOM}/markets/actions.py", "run_player_action Decide.run", "finds the action, and calls the session"),
        (f"{GAME}/forms/form.py", "decision_of", "turns fields into levers; those that were not changed are left out"),
        (f"{GAME}/forms/field.py", "Field.taken", "checks the content of a field"),
        (f"{GAME}/session/player_actions.py", "PlayerActions.decide", "refuses, asks for confirmation, or accepts"),
        (f"{GAME}/session/submissions.py", "submitted Submissions.log", "checks the content, and has it written"),
        ("sim/scenario/files/validation.py", "checked", "makes a decision from the levers, or reports errors"),
        (f"{GAME}/decisions/decisions.py", "FirmActor.refuse_impossible", "asks the market whether the firm can do it"),
        (f"{GAME}/decisions/screening.py", "slips", "finds values that look like typing errors"),
        (f"{GAME}/session/game_state.py", "GameState.write GameState.close", "keeps log and game in step"),
        (f"{GAME}/log/decision_log.py", "DecisionLog.append", "writes the decision into the file of the game"),
        (f"{GAME}/session/game_record.py", "GameRecord.apply", "records it for the open round"),
        (f"{GAME}/session/round_closing.py", "RoundClosing._take", "uses it when the round closes"),
        (f"{GAME}/session/branch_run.py", "BranchRun.play", "hands all decisions to the market"),
        ("sim/model/firms/decision_rounds/decision_inbox.py", "DecisionInbox.receive", "holds them until firms act"),
        ("sim/model/firms/decision_rounds/decision_rounds.py", "_rounds _Seat.carry_out", "carries them out"),
        ("sim/scenario/decisions/apply_decision.py", "apply_decision", "computes the new settings of the firm"),
        ("sim/model/firms/firm_process.py", "FirmProcess.apply_settings", "revises programmes, informs departments"),
        ("sim/model/firms/market_process.py", "MarketProcess.set_level", "publishes the new price to customers"),
    ),
    beside=(f"{GAME}/forms/firm_form.py", "sim/scenario/decisions/decision.py", "sim/scenario/decisions/lever.py",
            "sim/scenario/files/content.py", f"{GAME}/log/layout.py", f"{GAME}/log/file_reading.py",
            "sim/scenario/market/offers.py"),
)  # fmt: skip

EXIT_CAUSE = Way(
    name="way_of_an_exit_cause",
    title="An exit cause, from its row in the scenario to the chart",
    steps=_steps(
        ("scenarios/harley_owners_group.yaml", "exits: rows: service", "names the cause and its numbers"),
        ("sim/scenario/files/load.py", "load", "finds and reads the file"),
        ("sim/scenario/files/source_positions.py", "document", "reads the text into values, with line and column"),
        ("sim/scenario/files/validation.py", "checked", "makes a scenario from them, or reports errors"),
        ("sim/scenario/market/exit_causes.py", "Exits.causes", "puts the row beside the six types of the course"),
        ("sim/model/state/initialise.py", "active_causes _cause_table", "makes a row of the table of causes from it"),
        (f"{CUSTOMERS}/hazard_rates.py", "leaving_rate next_event_time",
         "computes the rate of leaving for it, and turns the rate into a week"),
        (f"{CUSTOMERS}/event_dispatch.py", "process_firm_clock", "decides that the customer leaves for this cause"),
        (f"{CUSTOMERS}/exits.py", "leave end_relation", "ends the relation"),
        (f"{CUSTOMERS}/event_logging.py", "log_event", "writes the exit, with the number of the cause"),
        ("sim/model/event_log.py", "concatenate_rows decode_names",
         "puts the rows together, and replaces numbers by names"),
        ("sim/results/event_filters.py", "select_events", "picks the exits"),
        ("sim/metrics/exits/exits.py", "exits", "counts them by firm and cause"),
        ("sim/charts/style/palette.py", "cause_look", "gives each cause its colour"),
        ("sim/charts/style/formatting.py", "cause_word", "gives it its label"),
        ("sim/charts/exits/exit_charts.py", "exit_chart", "draws a bar for each firm"),
    ),
    beside=("sim/model/events.py", "sim/model/state/columns.py", "sim/model/state/market.py"),
)  # fmt: skip

REWARD_WORTH = Way(
    name="way_of_a_setting",
    title="reward_worth, from the scenario to the rule that reads it",
    steps=_steps(
        ("scenarios/first_look.yaml", "reward_worth:", "gives the number"),
        ("sim/scenario/files/load.py", "load", "finds and reads the file"),
        ("sim/scenario/files/source_positions.py", "document", "reads the text into values, with line and column"),
        ("sim/scenario/files/validation.py", "checked", "makes a scenario from them, or reports errors"),
        ("sim/scenario/scenario.py", "Scenario._consistent", "holds the firms, and checks what concerns several parts"),
        ("sim/scenario/firm/firm.py", "Firm._one_of_each", "holds the programmes of a firm"),
        ("sim/scenario/firm/programmes/frequency.py", "Frequency.terms", "declares the setting, makes a term from it"),
        ("sim/model/firms/launches.py", "_launch", "launches the programme in its week"),
        ("sim/model/firms/firm_process.py", "FirmProcess.revise FirmProcess.publish", "writes the term into a column"),
        (f"{CUSTOMERS}/bonds.py", "reward_rate financial_bond", "reads the column, in the kernel too"),
    ),
    beside=("sim/registry.py", "sim/model/state/columns.py"),
)  # fmt: skip

WAYS = (PURCHASE, DECISION, EXIT_CAUSE, REWARD_WORTH)
