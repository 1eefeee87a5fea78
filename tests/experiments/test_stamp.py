"""Every table and picture of an experiment says where it comes from."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pytest
from PIL import Image
from typer.testing import CliRunner

import sim
from sim import charts
from sim.apps.cli.main import app
from sim.charts.style.canvas import Picture, png
from sim.experiments.calibration.calibrate import calibrate, curve, parameters
from sim.experiments.counterfactuals import CounterfactualPair
from sim.experiments.execution.cache_keys import rules_hash, scenario_hash
from sim.experiments.stylised_facts.fact import FactResult, facts, gallery_table
from sim.experiments.transaction_logs.log_checks import read_transactions
from sim.scenario.files.load import dump
from tests.experiments.calibration.logs import shop

HERE = sim.Execution(workers=1, quiet=True)
NONE: dict[str, object] = {"firms.Azure.programmes": []}
PRICE = {"firms.Azure.offer.price": (0.9, 1.1)}


@pytest.fixture(scope="module")
def worlds(small: sim.Scenario) -> CounterfactualPair:
    return sim.counterfactual_pair(small.but(seed=3), {"points": {}, "none": NONE}, replications=2)


def stamped(table: pd.DataFrame, *said: str) -> str:
    stamp = str(table.attrs["stamp"])
    assert stamp.startswith(f"guanxi {sim.__version__}, rules {rules_hash()[:8]}; "), stamp
    assert all(one in stamp for one in said), stamp
    assert table.attrs["versions"]["rules"] == rules_hash() and table.attrs["worlds"]
    return stamp


def in_the_file(picture: object) -> str:
    assert isinstance(picture, Picture)
    return str(Image.open(io.BytesIO(png(picture))).info["Description"])


def test_of_two_worlds(worlds: CounterfactualPair) -> None:
    known = scenario_hash(worlds.second.scenario)[:8]
    for table in (sim.customer_outcomes(worlds), sim.saved_and_lost(worlds), sim.outcome_sentence(worlds)):
        stamp = stamped(table, "seed 3, 2 replications", f"none {known}")
    who = str(sim.outcome_sentence(worlds)["customer_id"].iloc[0])
    for picture in (charts.saved_and_lost_chart(worlds), charts.two_lives_chart(worlds, who)):
        assert in_the_file(picture) == stamp


def test_of_designs_and_searches(small: sim.Scenario) -> None:
    known = f"seed {small.seed}, 2 replications; worlds: {small.name} {scenario_hash(small)[:8]}"
    settings = sim.latin_hypercube(PRICE, 2)
    stamped(sim.responses(small, PRICE, settings, replications=2, where=HERE), known)
    screened = sim.screen(small, PRICE, trajectories=2, replications=2, where=HERE)
    assert in_the_file(charts.sensitivity_chart(screened)) == stamped(screened.table, known)
    over = (("firms.Azure.offer.price", [0.9, 1.1]), ("horizon", [4, 8]))
    chart = sim.response_map(small, {"points": {}, "none": NONE}, over, replications=2, where=HERE)
    assert in_the_file(charts.response_map_chart(chart)) == stamped(chart.table, "none at 0.9 × 4 ")
    found = sim.search(small, PRICE, tries=sim.Tries(settings=3, replications=1, hold_out=2), where=HERE)
    stamped(found.tried, "1 (search) and 2 further (hold-out)", scenario_hash(found.scenario)[:8])


def test_of_warm_up_choice_and_fit(small: sim.Scenario) -> None:
    settled = sim.warm_up(small, replications=2, where=HERE)
    assert in_the_file(charts.warm_up_chart(settled)) == stamped(settled.series, scenario_hash(small)[:8])
    chosen = sim.best(small, {"points": {}, "none": NONE}, indifference=50.0, where=HERE)
    stamped(chosen.table, "replications at most")
    stamped(sim.compare(small, {"points": {}, "none": NONE}, replications=2, where=HERE).needed(1.0), "2 replications")
    fit = calibrate(read_transactions(shop()))
    stamp = stamped(parameters(fit), "fitted by maximum likelihood; log: ")
    assert stamped(curve(fit)) == stamp == in_the_file(charts.calibration_chart(fit))
    other = calibrate(read_transactions(shop(seed=8)))
    assert str(other.stamp) != stamp, "another log is known by another hash"


def test_of_the_gallery() -> None:
    name, fact = next(iter(facts().items()))
    seen = [FactResult(name=name, fact=fact, evidence=(), verdict=None)]  # type: ignore[arg-type]
    stamped(gallery_table(seen), "as declared with each fact; facts: ", name)


def test_on_the_command_line(small: sim.Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("market.yaml").write_text(dump(small))
    words = ["worlds", "market.yaml", "--strategy", "points=", "--strategy", "none=firms.Azure.programmes=[]"]
    done = CliRunner().invoke(app, [*words, "--out", "here"])
    assert done.exit_code == 0, done.output
    assert "None instead of points: Azure saves" in done.output and "counterfactual" in done.output
    names = {path.name for path in Path("here").iterdir()}
    assert {"fates.csv", "saved_and_lost.csv", "saved_and_lost.png", "provenance.txt"} < names
    assert "seed 1, 1 replications; worlds: points " in Path("here/provenance.txt").read_text()
    for wrong, told in ((words[:4], "two worlds need two strategies"), ([*words, "--firm", "Azur"], "did you mean")):
        refused = CliRunner().invoke(app, wrong)
        assert refused.exit_code == 2 and told in refused.output, refused.output


def test_tables_and_pictures_of_a_plain_run_say_where_they_come_from() -> None:
    market = sim.load("imitation_race").but({"population.segments.consumers.size": 60}, horizon=20)
    results = sim.simulate(market, seed=7, replications=2)
    for table in (sim.weekly(results), sim.events(results), sim.churn(results), sim.exits(results)):
        told = table.attrs["stamp"]
        assert "seed 7, 2 replications" in told and scenario_hash(market)[:8] in told and sim.__version__ in told
    picture = sim.charts.exit_chart(results)
    assert picture.provenance == sim.churn(results).attrs["stamp"]
    assert picture.provenance.encode() in png(picture)
