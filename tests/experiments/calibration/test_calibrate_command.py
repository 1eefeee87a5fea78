"""``guanxi calibrate``: a scenario that ``guanxi check`` accepts, or a sentence."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import typer

from sim.apps.cli.main import app
from sim.charts.experiments.calibration_charts import calibration_chart
from sim.charts.style.canvas import headline_text
from sim.experiments.calibration.buying_model import ModelName
from sim.experiments.calibration.calibrate import calibrate
from sim.experiments.calibration.calibrated import calibrated_scenario
from sim.experiments.transaction_logs.log_checks import read_transactions
from sim.results.simulate import simulate
from sim.scenario.files.load import load
from tests.apps.cli.test_cli import guanxi
from tests.experiments.calibration.logs import shop


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "Shop 2023.csv"
    shop(300).to_csv(path, index=False)
    return path


def test_a_log_becomes_a_scenario_and_a_picture(log: Path, tmp_path: Path) -> None:
    result = guanxi("calibrate", str(log), "--weeks", "30", "--picture", "fit.png")
    assert result.exit_code == 0, result.output
    for word in ("300 customers", "alpha", "gamma", "Hold-out of 22 weeks", "shop_2023.yaml"):
        assert word in result.stdout
    assert guanxi("check", "shop_2023.yaml").exit_code == 0
    assert (tmp_path / "fit.png").read_bytes().startswith(b"\x89PNG")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Shop 2023.csv", "fit.png", "shop_2023.yaml"]


def test_nothing_is_overwritten_and_faults_end_with_status_2(log: Path) -> None:
    Path("shop_2023.yaml").write_text("mine", encoding="utf-8")
    result = guanxi("calibrate", str(log))
    assert result.exit_code == 2 and "is there already" in result.stderr
    assert Path("shop_2023.yaml").read_text(encoding="utf-8") == "mine"
    with log.open("a", encoding="utf-8") as file:
        file.write("c0001,2023-02-30,5\n")
    result = guanxi("calibrate", str(log), "--out", "new.yaml")
    assert result.exit_code == 2 and "cannot be read ('2023-02-30')" in result.stderr
    assert not Path("new.yaml").exists()
    assert "drop-unread" in guanxi("calibrate", str(log), "--mend", "drop-unraed", "--out", "new.yaml").stderr
    mended = guanxi("calibrate", str(log), "--mend", "drop-unread", "--out", "new.yaml")
    assert mended.exit_code == 0 and "Mended: row" in mended.stdout


def test_what_was_read_is_told_where_it_cannot_be_fitted(log: Path) -> None:
    table = pd.read_csv(log)
    table["customer_id"] = [" c1" if number % 2 else "c2" for number in range(len(table))]
    table.to_csv(log, index=False)
    result = guanxi("calibrate", str(log), "--mend", "keep-repeats", "--mend", "sort")
    assert result.exit_code == 2 and not Path("shop_2023.yaml").exists()
    assert "had blanks around the customer_id" in result.stderr and "can be told from 10 or more" in result.stderr


def test_what_was_read_is_told_and_kept_in_the_sources(log: Path) -> None:
    table = pd.read_csv(log)
    minutes = pd.to_timedelta(np.arange(len(table)) % 600 + 480, unit="min")
    table["datetime"] = (pd.to_datetime(table["datetime"]) + minutes).dt.strftime("%d.%m.%Y %H:%M")
    table.columns = ["客户", "日期", "金额"]
    table.to_csv("orders.csv", index=False, encoding="gb18030", sep=";", decimal=",")
    columns = ["--column", "customer_id=客户", "--column", "datetime=日期", "--column", "monetary_value=金额"]
    asked = ["calibrate", "orders.csv", *columns, "--date-format", "%d.%m.%Y %H:%M"]
    result = guanxi(*asked, "--grain", "day", "--mend", "sort", "--out", "day.yaml")
    assert result.exit_code == 0, result.output
    sources = load("day.yaml").sources
    for part in (f"Log: {len(table):,} rows read: ", "read as GB18030", "with a decimal comma", "'客户' is read as"):
        assert part in result.stdout and any(part in source for source in sources)
    for wrong, sentence in (
        (["--grain", "hour"], "unknown grain 'hour'"),
        (["--time-zone", "Mars"], "unknown time zone 'Mars'"),
        (["--column", "客户"], "write the column and its heading, such as customer_id="),
        (["--encoding", "klingon"], "unknown encoding 'klingon'"),
        (["--date-format", "hello"], "does not say where the year, month and day stand"),
    ):
        refused = guanxi(*asked, "--out", "wrong.yaml", *wrong)
        assert refused.exit_code == 2 and sentence in refused.stderr, wrong
    assert not Path("wrong.yaml").exists()


@pytest.mark.parametrize("days_as_instants", [False, pytest.param(True, marks=pytest.mark.slow)])
@pytest.mark.parametrize("model", ["bg_nbd", "mbg_nbd"])
def test_the_model_and_days_as_instants_are_those_of_sim_calibrate(
    model: ModelName, days_as_instants: bool, log: Path
) -> None:
    asked = ["--model", model, *["--days-as-instants"][: int(days_as_instants)]]
    result = guanxi("calibrate", str(log), "--weeks", "30", "--out", "new.yaml", *asked)
    assert result.exit_code == 0, result.output
    found = calibrate(read_transactions(log), 30, model=model, days_as_instants=days_as_instants)
    written, wanted = load("new.yaml"), calibrated_scenario(found)
    assert (written.population, written.exits) == (wanted.population, wanted.exits)
    assert f" {found.buying.model} " in result.stdout
    told = "Each day of the log was taken for an exact instant, as it was asked for"
    assert (told in written.sources) == days_as_instants


def test_an_unknown_model_is_refused_before_the_log_is_read() -> None:
    result = guanxi("calibrate", "no_such.csv", "--model", "mbgnbd")
    assert result.exit_code == 2
    assert result.stderr == "unknown model 'mbgnbd'; did you mean 'mbg_nbd'? allowed: bg_nbd, mbg_nbd\n"


def test_every_option_has_a_help_text() -> None:
    command = typer.main.get_command(app).commands["calibrate"]  # type: ignore[attr-defined]
    assert len(command.params) > 8
    assert all(getattr(option, "help", None) for option in command.params)


@pytest.mark.slow
def test_the_picture_says_how_far_off_the_forecast_is() -> None:
    found = calibrate(read_transactions(shop(300)), 30)
    assert found.judged is not None
    figure = calibration_chart(found, simulate(calibrated_scenario(found), replications=3))
    assert f"{100 * found.judged.mean_error:.1f}% off on average" in headline_text(figure)
    assert len(figure.axes[0].collections) == 1
    assert "no later ones judge it" in headline_text(calibration_chart(calibrate(read_transactions(shop(300)))))
