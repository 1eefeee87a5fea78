"""Every figure can be made again, and says what it stands on."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pandas as pd
import pytest
from PIL import Image
from typer.testing import CliRunner

import sim
from sim import charts
from sim.apps.cli.main import app
from sim.charts.experiments.comparison_charts import comparison_chart
from sim.charts.style.canvas import Picture, headline_text, png
from sim.experiments.calibration.calibrate import calibrate, curve, parameters
from sim.experiments.comparison.comparison import Comparison
from sim.experiments.comparison.comparison_file import COMPARISON, read, tables
from sim.experiments.counterfactuals import CounterfactualPair
from sim.experiments.execution.cache_keys import rules_hash, scenario_hash
from sim.experiments.stylised_facts.fact import FactResult, facts, gallery_table
from sim.experiments.transaction_logs.log_checks import read_transactions
from sim.scenario.files.load import dump
from tests.experiments.calibration.logs import shop

HERE = sim.Execution(workers=1, quiet=True)
NONE: dict[str, object] = {"firms.Azure.programmes": []}


@pytest.fixture(scope="module")
def found(small: sim.Scenario) -> Comparison:
    return sim.compare(small.but(seed=3), {"points": {}, "none": NONE}, measure="profit", replications=4, where=HERE)


def test_a_comparison_carries_where_it_comes_from(found: Comparison) -> None:
    assert found.hashes == {name: scenario_hash(world) for name, world in found.worlds.items()}
    assert found.versions["guanxi"] == sim.__version__ and found.versions["rules"] == rules_hash()
    assert {"numpy", "numba", "python"} <= set(found.versions)
    for table in (found.runs, found.means, found.pairs):
        assert table.attrs["worlds"] == found.hashes
        assert "seed 3, 4 replications; worlds: points" in table.attrs["stamp"]
    assert found.stamp.split("; worlds")[0] in comparison_chart(found).get_supxlabel().replace("\n", " ")


def test_saved_and_read_it_is_the_same(found: Comparison, tmp_path: Path) -> None:
    other = read(found.but(level=0.9, baseline="none").save(tmp_path / "new" / "it.json"))
    assert other.values.tobytes() == found.values.tobytes() and str(other) == str(found.but(level=0.9, baseline="none"))
    assert dict(other.worlds) == dict(found.worlds) and other.hashes == found.hashes


def test_made_again_it_is_the_same(found: Comparison, tmp_path: Path) -> None:
    again = sim.reproduce(found.save(tmp_path / "it.json"), where=HERE)
    assert again.same and again.changed == ()
    assert "the comparison of points, none (4 replications, seed 3) came out the same to the last bit" in str(again)


def test_what_differs_is_told(found: Comparison, tmp_path: Path) -> None:
    path = found.save(tmp_path / "it.json")
    content = json.loads(path.read_text(encoding="utf-8"))
    content["strategies"][1]["values"][2] += 0.01
    content["versions"]["numpy"] = "0.9"
    content["strategies"][0]["hash"] = "0" * 64
    path.write_text(json.dumps(content), encoding="utf-8")
    again = sim.reproduce(path, where=HERE)
    assert not again.same
    assert "none: 1 of 4 values differ, the first in replication 2" in str(again)
    assert "points: the scenario is known as" in str(again) and "numpy 0.9 then" in str(again)


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("replications", 99, "not every strategy has a value per replication"),
        ("replications", 0, "no whole number from 2 on"),
        ("seed", "x", "no whole number from 0 on"),
        ("versions", 3, "versions are no texts"),
        ("versions", {}, "have to name guanxi and its rules"),
        ("firm", "Nobody", "there is no firm 'Nobody'"),
        ("level", 7, "lies between 0 and 1"),
    ],
)
def test_a_file_edited_by_hand_is_refused(
    found: Comparison, tmp_path: Path, key: str, value: object, told: str
) -> None:
    path = found.save(tmp_path / "it.json")
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**content, key: value}), encoding="utf-8")
    with pytest.raises(sim.ExperimentError, match=told):
        sim.reproduce(path, where=HERE)


def test_a_file_without_runs_or_with_names_twice_does_not_come_out_the_same(found: Comparison, tmp_path: Path) -> None:
    path = found.save(tmp_path / "it.json")
    whole = json.loads(path.read_text(encoding="utf-8"))
    none = [{**one, "values": []} for one in whole["strategies"]]
    twice = [{**one, "name": "points"} for one in whole["strategies"]]
    holes = [{**one, "values": [*one["values"][:-1], float("nan")]} for one in whole["strategies"]]
    for strategies in (none, twice, holes, whole["strategies"][:1]):
        path.write_text(json.dumps({**whole, "strategies": strategies}), encoding="utf-8")
        with pytest.raises(sim.ExperimentError, match="was damaged"):
            sim.reproduce(path, where=HERE)


def test_sentences_and_tables_that_were_edited_are_found_out(found: Comparison, tmp_path: Path) -> None:
    path = found.save(tmp_path / COMPARISON)
    for name, table in tables(found).items():
        table.to_csv(tmp_path / f"{name}.csv", index=False, lineterminator="\n")
    assert sim.reproduce(path, where=HERE).same
    pairs = tmp_path / "pairs.csv"
    pairs.write_text(pairs.read_text().replace("points,none", "none,points"))
    content = json.loads(path.read_text(encoding="utf-8"))
    content["said"][0] = "points earns a fortune"
    path.write_text(json.dumps(content), encoding="utf-8")
    again = sim.reproduce(path, where=HERE)
    assert not again.same
    assert "pairs.csv: line 2 was 'none,points" in str(again) and "the sentences in the file" in str(again)


def test_a_measure_of_ones_own_has_to_be_given_again(small: sim.Scenario, tmp_path: Path) -> None:
    def rows(results: sim.Results) -> float:
        return len(results.runs[0].rows)

    path = sim.compare(small, {"a": {}, "b": NONE}, measure=rows, replications=2, where=HERE).save(tmp_path / "it.json")
    with pytest.raises(sim.ExperimentError, match="the measure 'rows' was a function, which no file can hold"):
        sim.reproduce(path, where=HERE)
    assert sim.reproduce(path, measure=rows, where=HERE).same


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"made_by": "guanxi comparison"}', "\0"])
def test_a_file_that_is_no_comparison_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "it.json"
    path.write_text(content)
    with pytest.raises(sim.ExperimentError, match=r"cannot be read as a comparison|holds no comparison|was damaged"):
        sim.reproduce(path)
    with pytest.raises(sim.ExperimentError, match="there is no such file"):
        sim.reproduce(tmp_path / "nowhere.json")


@pytest.mark.parametrize("log", ["all", "exits"])
def test_a_run_in_a_folder_is_made_again(small: sim.Scenario, tmp_path: Path, log: str) -> None:
    results = sim.simulate(small, seed=5, replications=2, log=log)  # type: ignore[arg-type]
    folder = sim.save(results, tmp_path / "results", report=False)
    assert "the run of first_look (seed 5, 2 replications) came out the same" in str(sim.reproduce(folder))
    books = folder / "weekly.csv"
    books.write_text(books.read_text().replace(",0.0,", ",0.5,", 1))
    again = sim.reproduce(folder)
    assert not again.same and "weekly.csv: line " in str(again)
    with pytest.raises(sim.ExperimentError, match=r"give a folder that 'guanxi run' or sim\.save wrote"):
        sim.reproduce(tmp_path)


def test_the_literature_of_what_is_used_is_cited(found: Comparison) -> None:
    key_accounts = str(sim.cite(sim.load("lenovo_key_accounts"), sim.churn))
    for name in ("Salmon", "Gibson & Bruck", "Homburg", "Berry & Parasuraman", "Reichheld & Sasser"):
        assert name in key_accounts
    assert "Kivetz" not in key_accounts, "there is no points card in it"
    table = sim.cite(found).table
    assert {"frequency", "comparison", "profit", "luck"} <= set(table["used_for"])
    assert not table.duplicated().any()


def test_the_picture_says_what_the_sentence_says(found: Comparison, small: sim.Scenario) -> None:
    assert headline_text(comparison_chart(found)).lower() == found.sentences[0].lower()
    third = {"points": {}, "none": NONE, "dear": {"firms.Azure.unit_cost": 0.9}}
    several = sim.compare(small, third, measure="profit", replications=4, where=HERE)
    assert " differences in profit of Azure are beyond chance" in headline_text(comparison_chart(several))


def test_on_the_command_line(small: sim.Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    market = "market.yaml"
    Path(market).write_text(dump(small), encoding="utf-8")
    run = CliRunner()
    words = ["compare", market, "--strategy", "points=", "--strategy", "none=firms.Azure.programmes=[]",
             "--measure", "profit", "--replications", "4", "--workers", "1"]  # fmt: skip
    done = run.invoke(app, [*words, "--out", "here", "--store", "kept"])
    assert done.exit_code == 0, done.output
    assert "none earns" in done.output and "4 replications" in done.output and "Written to here" in done.output
    assert {path.name for path in Path("here").iterdir()} == {
        "comparison.json", "comparison.png", "means.csv", "pairs.csv", "runs.csv",
    }  # fmt: skip
    settled = run.invoke(app, [*words, "--steady", "--measure", "share", "--store", "kept"])
    assert "settles by week" in settled.output or "does not settle within" in settled.output, settled.output
    again = run.invoke(app, ["reproduce", "here", "--workers", "1"])
    assert again.exit_code == 0 and "came out the same" in again.output
    for wrong, told in (
        (["--measure", "profitt"], "did you mean 'profit'"),
        (["--strategy", "same="], "are the same market"),
        (["--strategy", "dear"], "write it as NAME=CHANGE"),
        (["--strategy", "dear=firms.Azure.offer.pric=2"], "dear: firms.Azure.offer.pric"),
        (["--replications", "1"], "says nothing of chance"),
        (["--baseline", "non"], "did you mean 'none'"),
    ):
        refused = run.invoke(app, [*words, *wrong])
        assert refused.exit_code == 2 and told in refused.output, refused.output
    cited = run.invoke(app, ["cite", "imitation_race"])
    assert cited.exit_code == 0 and "Kivetz" in cited.output


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


@pytest.mark.slow
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


@pytest.mark.slow
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


def test_pictures_and_tables_of_the_command_line_are_stamped(
    small: sim.Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("market.yaml").write_text(dump(small), encoding="utf-8")
    words = ["worlds", "market.yaml", "--strategy", "points=", "--strategy", "none=firms.Azure.programmes=[]"]
    done = CliRunner().invoke(app, [*words, "--out", "here"])
    assert done.exit_code == 0, done.output
    assert "None instead of points: Azure saves" in done.output and "counterfactual" in done.output
    names = {path.name for path in Path("here").iterdir()}
    assert {"fates.csv", "saved_and_lost.csv", "saved_and_lost.png", "provenance.txt"} < names
    assert "seed 1, 1 replications; worlds: points " in Path("here/provenance.txt").read_text(encoding="utf-8")
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
