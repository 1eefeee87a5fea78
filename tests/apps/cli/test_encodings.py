"""Nothing that is printed can end a command: whatever signs the terminal has, and wherever the output goes."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

import pytest

from sim.apps.cli.main import main
from sim.apps.cli.output_streams import REPLACING, plain_sign
from sim.registry import registered
from tests.apps.cli.calls import CALLS
from tests.conftest import ROOT

ENCODINGS = (*(pytest.param(name, marks=pytest.mark.slow) for name in ("gbk", "cp1252")), "ascii")
"""ASCII has the fewest signs; the slow tests try the others as well."""
LONG = {"calibrate", "compare", "exam", "gallery", "kit", "paper", "rehearse", "run", "worlds"}
"""Commands that draw or run for some seconds."""
SERVED = ("class", "serve")
"""The commands that go on until they are interrupted."""


def called(words: list[str], encoding: str, monkeypatch: pytest.MonkeyPatch) -> tuple[object, str, str]:
    """Status, output and errors of a command on a terminal with that encoding, which is decoded strictly."""
    written = {name: io.BytesIO() for name in ("stdout", "stderr")}
    for name, held in written.items():
        monkeypatch.setattr(sys, name, io.TextIOWrapper(held, encoding=encoding))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b""), encoding=encoding))
    monkeypatch.setattr(sys, "argv", ["guanxi", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    for name in written:
        getattr(sys, name).flush()
    output, errors = (held.getvalue().decode(encoding) for held in written.values())
    return ended.value.code, output, errors


def test_every_command_has_a_call() -> None:
    assert set(CALLS) == set(registered("command"))


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(
    "command", [pytest.param(name, marks=[pytest.mark.slow] * (name in LONG)) for name in CALLS if name not in SERVED]
)
def test_a_command_succeeds_whatever_signs_the_terminal_has(
    command: str, encoding: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    status, output, errors = called([command, *CALLS[command](tmp_path)], encoding, monkeypatch)
    assert status in (0, None), errors
    assert output
    assert "Traceback" not in errors


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("command", ["", *CALLS])
def test_help_is_shown_whatever_signs_the_terminal_has(
    command: str, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    status, output, errors = called([*([command] if command else []), "--help"], encoding, monkeypatch)
    assert status in (0, None), errors
    assert "Usage: guanxi" in output


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_faults_are_told_whatever_signs_the_terminal_has(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    status, _, errors = called(["check", "市场−"], encoding, monkeypatch)
    assert status == 2
    assert "unknown scenario" in errors


def here(encoding: str) -> dict[str, str]:
    """The environment of a process with a plain locale and that encoding of its output."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding, "LANG": "C", "PYTHONUTF8": "0"}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_process_whose_output_goes_to_a_file_succeeds(encoding: str, tmp_path: Path) -> None:
    words = [sys.executable, "-m", "sim.apps.cli.main", "explain"]
    with (tmp_path / "output").open("wb") as output:
        ended = subprocess.run(words, stdout=output, stderr=subprocess.PIPE, env=here(encoding), check=False)
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert "goal_pull" in (tmp_path / "output").read_text(encoding=encoding)


def test_a_reader_that_has_seen_enough_ends_no_command() -> None:
    words = [sys.executable, "-m", "sim.apps.cli.main", "explain"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=here("utf-8")) as process:
        assert process.stdout is not None and process.stderr is not None
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 0


@pytest.mark.slow
def test_output_that_a_full_disk_does_not_take_is_reported() -> None:
    words = [sys.executable, "-m", "sim.apps.cli.main", "games"]
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, env=here("utf-8"), text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr == (
        "Not all that was printed could be written (No space left on device); direct it to another place.\n"
    )


@pytest.mark.slow
def test_results_are_written_though_nobody_reads_the_output(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "sim.apps.cli.main", "export", *CALLS["export"](tmp_path)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=here("ascii")) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()
        assert process.wait(timeout=120) == 0
    assert (tmp_path / "study" / "answer").is_dir()


@pytest.mark.parametrize("command", ["class", pytest.param("serve", marks=pytest.mark.slow)])
def test_a_class_can_be_served_from_a_plain_terminal(command: str, tmp_path: Path) -> None:
    words = [sys.executable, "-m", "sim.apps.cli.main", command, *CALLS[command](tmp_path)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=here("ascii")) as process:
        assert process.stdout is not None and process.stderr is not None
        line = next(line for line in process.stdout if b"http://" in line).decode()
        address = next(word for word in line.split() if word.startswith("http://"))
        with build_opener(ProxyHandler({})).open(address, timeout=100) as page:  # answers once it is ready
            assert page.status == 200
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=120)
    assert b"Traceback" not in errors
    assert b"Stopped." in output


def test_plain_signs_stand_for_what_an_encoding_has_not() -> None:
    assert "−5 × ½ ± 2 € – “Ærø” λ 关".encode("ascii", REPLACING) == b'-5 x 1/2 +/- 2 EUR - "AEro" lambda ?'
    assert all(plain_sign(sign).isascii() and plain_sign(sign) for sign in map(chr, range(128, 0x3000)))


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_errors_are_shown_at_once(unbuffered: str) -> None:
    code = (
        "import sys\nfrom sim.apps.cli.output_streams import steady_output\n"
        "with steady_output():\n    print('now', file=sys.stderr)\n    sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stderr=subprocess.PIPE,
        env=here("utf-8") | {"PYTHONUNBUFFERED": unbuffered},
    ) as process:  # fmt: skip
        assert process.stdin is not None and process.stderr is not None
        assert process.stderr.readline() == b"now\n"  # it waits for its input meanwhile
        process.stdin.close()
        assert process.wait(timeout=60) == 0
