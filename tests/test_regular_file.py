"""Reading files: ordinary ones up to a size; a device or a pipe is refused at once, whatever reads it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import sim
from sim.experiments.comparison import comparison_file
from sim.experiments.comparison.comparison_file import MADE_BY
from sim.experiments.errors import ExperimentError
from sim.files.regular_file import UnreadableFileError, check_ordinary, parse_json, read_bytes, read_text
from sim.game.errors import GameError
from sim.game.exercises.sorting_task import _from_file
from sim.results.storage.results_folder_rules import MARK, NotAResultsFolderError

READERS: dict[str, tuple[Callable[[Path], object], type[ValueError]]] = {
    "scenario": (sim.load, sim.ScenarioError),
    "log": (sim.read_transactions, ExperimentError),
    "comparison": (comparison_file.read, ExperimentError),
    "saved work": (sim.reproduce, ExperimentError),
    "game": (sim.Session.open, GameError),
    "sort": (lambda path: _from_file(str(path)), GameError),
    "bytes": (lambda path: read_bytes(path, 10), UnreadableFileError),
    "path": (check_ordinary, UnreadableFileError),
}


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    os.mkfifo(tmp_path / "pipe.yaml")
    return tmp_path / "pipe.yaml"


@pytest.mark.parametrize("reader", READERS)
def test_a_pipe_or_device_is_refused_by_every_reader(reader: str, pipe: Path) -> None:
    read, error = READERS[reader]
    for place in (pipe, Path("/dev/zero")):
        with pytest.raises(error, match="not an ordinary file"):
            read(place)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", ["a" * 5000 + ".yaml", "no\0name.yaml", "nowhere/file.yaml"])
def test_a_name_that_no_file_has_is_refused_by_every_reader(reader: str, name: str) -> None:
    read, error = READERS[reader]
    with pytest.raises(error) as caught:
        read(Path(name))
    assert "\0" not in str(caught.value)
    assert len(str(caught.value)) < 1000


def test_a_file_above_the_size_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"0123456789")
    assert read_bytes(path, 10) == b"0123456789"
    with pytest.raises(UnreadableFileError, match="the file has 10 bytes; at most 9 are read"):
        read_bytes(path, 9)
    with pytest.raises(UnreadableFileError, match="at most 9 are read"):
        check_ordinary(path, 9)


def test_text_is_read_with_and_without_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "file"
    for content in ("关系".encode(), "关系".encode("utf-8-sig")):
        path.write_bytes(content)
        assert read_text(path, 100) == "关系"
    path.write_bytes("关系".encode("gbk"))
    with pytest.raises(UnreadableFileError, match="byte 1 is not text in UTF-8"):
        read_text(path, 100)


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_json_that_is_nested_too_deep_is_refused(opening: str, tmp_path: Path) -> None:
    deep = opening * 100_000
    with pytest.raises(ValueError, match="nested too deep"):
        parse_json(deep)
    path = tmp_path / "comparison.json"
    path.write_text(f'{{"made_by": "{MADE_BY}", "said": {deep}')
    with pytest.raises(ExperimentError, match="nested too deep"):
        comparison_file.read(path)
    folder = tmp_path / "results"
    folder.mkdir()
    (folder / MARK).write_text(deep)
    (folder / "weekly.csv").write_text("week")
    with pytest.raises(ExperimentError, match="nested too deep"):
        sim.reproduce(folder)
    with pytest.raises(NotAResultsFolderError, match="nested too deep"):
        sim.read_events(folder)


def test_an_event_log_that_is_a_pipe_is_refused(tmp_path: Path, small_results: sim.Results) -> None:
    folder = sim.save(small_results, tmp_path / "results", report=False)
    for file in folder.glob("events.*"):
        file.unlink()
    os.mkfifo(folder / "events.csv.gz")
    with pytest.raises(NotAResultsFolderError, match="not an ordinary file"):
        sim.read_events(folder)


def test_a_sort_is_read_from_an_ordinary_file(tmp_path: Path) -> None:
    pd.DataFrame({"customer": [1, 2], "label": ["a", "b"]}).to_csv(tmp_path / "sort.csv", index=False)
    assert _from_file(str(tmp_path / "sort.csv")) == {1: "a", 2: "b"}
