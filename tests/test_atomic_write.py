"""Whole or not at all: a kill, a full disk or a signal at any point of a write leaves the old or the new."""

from __future__ import annotations

import errno
import itertools
import os
import signal
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sim.files import atomic_write, leftovers
from sim.files.atomic_write import check_place, write_file, write_files, write_folder, write_new_files
from sim.files.interrupts import uninterrupted
from sim.files.leftovers import LeftoverWarning, fresh_name, settle
from tests.faults import killed_at, refused_at

OWN = ("table.csv", "*.png")
FILES = ("table.csv", "a.png", "b.png")


def put(path: Path, text: str) -> None:
    """Write in pieces, so that a fault can strike between them."""
    handle = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC)
    for piece in (text[:2], text[2:]):
        os.write(handle, piece.encode())
    os.close(handle)


def write_all(place: Path, text: str) -> None:
    with write_folder(place, own=OWN) as fresh:
        for name in FILES:
            put(fresh / name, text)


def texts(place: Path) -> set[str]:
    return {(place / name).read_text() for name in FILES}


@pytest.fixture(params=["exchange", "step aside"])
def swap(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """With and without a system call that exchanges two folders."""
    if request.param == "step aside":
        monkeypatch.setattr(atomic_write, "exchange", lambda one, other: False)
    return str(request.param)


@pytest.fixture(autouse=True)
def no_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody else writes in most of these tests, so that an empty entry is a leftover at once."""
    monkeypatch.setattr(leftovers, "SECONDS_TO_LOCK", 0.0)


@contextmanager
def cleaned(folder: Path) -> Iterator[None]:
    """What lies about in the folder beforehand is gone at the end of the block, and named if there was any."""
    before = {name for name in os.listdir(folder) if name.endswith((".unfinished", ".replaced"))}
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        yield
    said = "".join(str(one.message) for one in told if one.category is LeftoverWarning)
    assert all(name in said for name in before) and bool(before) == bool(said)
    assert not [name for name in os.listdir(folder) if name.startswith(".")]


@pytest.mark.slow
def test_a_folder_killed_at_any_call_holds_the_old_or_the_new(swap: str, tmp_path: Path) -> None:
    outcomes = set()
    for number in itertools.count(1):
        place = tmp_path / str(number) / "out"
        write_all(place, "former")
        (place / "notes.txt").write_text("mine")
        killed = killed_at(number, lambda place=place: write_all(place, "latter"))  # type: ignore[misc]
        if not place.exists():
            assert swap == "step aside"
            with pytest.warns(LeftoverWarning, match="brought back"):
                settle(place, OWN)
        assert texts(place) in ({"former"}, {"latter"})
        outcomes |= texts(place)
        with cleaned(place.parent):
            write_all(place, "third")
        assert texts(place) == {"third"} and (place / "notes.txt").read_text() == "mine"
        assert sorted(os.listdir(place)) == sorted([*FILES, "notes.txt"])
        if not killed:
            break
    assert number > 30 and outcomes == {"former", "latter"}


@pytest.mark.slow
def test_a_new_folder_killed_at_any_call_is_there_whole_or_free(tmp_path: Path) -> None:
    def write(place: Path) -> None:
        with write_folder(place) as fresh:
            (fresh / "deep").mkdir()
            for name in FILES:
                put(fresh / "deep" / name, "whole")

    for number in itertools.count(1):
        place = tmp_path / str(number) / "out"
        place.parent.mkdir()
        killed = killed_at(number, lambda place=place: write(place))  # type: ignore[misc]
        if place.exists():
            assert texts(place / "deep") == {"whole"}
            with pytest.raises(FileExistsError):
                write(place)
        else:
            with cleaned(place.parent):
                write(place)
        if not killed:
            break
    assert number > 20


@pytest.mark.parametrize("overwrite", [True, False])
def test_a_file_killed_at_any_call_holds_the_old_or_the_new(overwrite: bool, tmp_path: Path) -> None:
    for number in itertools.count(1):
        place = tmp_path / str(number) / "file.html"
        place.parent.mkdir()
        if overwrite:
            write_file(place, b"former")

        def write(place: Path = place) -> None:
            write_file(place, lambda fresh: put(fresh, "latter"), overwrite=overwrite)

        killed = killed_at(number, write)
        if overwrite or place.exists():
            assert place.read_text() in (("former", "latter") if overwrite else ("latter",))
        with cleaned(place.parent):
            settle(place)
            write_file(place, b"third")
        assert place.read_text() == "third"
        if not killed:
            break
    assert number > 10


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EIO])
def test_a_call_that_is_refused_leaves_the_old_and_names_the_place(code: int, swap: str, tmp_path: Path) -> None:
    place, file = tmp_path / "out", tmp_path / "file.html"
    write_all(place, "former")
    write_file(file, b"former")
    for number in (*range(1, 60), 0):
        before = texts(place)
        with refused_at(number, code) as made:
            try:
                write_all(place, f"folder {number}")
            except OSError as error:
                assert error.errno == code and error.filename == str(place)
                assert texts(place) == before
            else:
                assert texts(place) == {f"folder {number}"}
        assert set(os.listdir(tmp_path)) == {"out", "file.html"} and set(os.listdir(place)) == set(FILES)
        if number and made[0] < number:
            break
    assert number > 12
    for number in (*range(1, 20), 0):
        with refused_at(number, code):
            text, wanted = file.read_text(), f"file {number}"
            try:
                write_file(file, lambda fresh, wanted=wanted: put(fresh, wanted))  # type: ignore[misc]
            except OSError as error:
                assert error.filename == str(file) and file.read_text() == text
            else:
                assert file.read_text() == wanted
        assert set(os.listdir(tmp_path)) == {"out", "file.html"}


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS])
def test_new_files_that_belong_together_appear_all_or_not_at_all(code: int, tmp_path: Path) -> None:
    first, second = tmp_path / "one" / "shop.yaml", tmp_path / "other" / "fit.png"
    for number in range(1, 60):
        with refused_at(number, code) as made:
            try:
                write_new_files({first: b"scenario", second: lambda fresh: put(fresh, "picture")})
            except OSError as error:
                assert error.errno == code and error.filename in (
                    str(first),
                    str(second),
                    str(first.parent),
                    str(second.parent),
                )
                assert not first.exists() and not second.exists()
            else:
                assert (first.read_text(), second.read_text()) == ("scenario", "picture")
                first.unlink()
                second.unlink()
        assert not any(list(place.iterdir()) for place in (first.parent, second.parent) if place.exists())
        if made[0] < number:
            break
    assert number > 12


def test_a_new_file_whose_fellow_is_there_already_is_not_written(tmp_path: Path) -> None:
    mine, other = tmp_path / "shop.yaml", tmp_path / "fit.png"

    def taken(fresh: Path) -> None:
        fresh.write_bytes(b"picture")
        other.write_text("of another process")

    with pytest.raises(FileExistsError) as refused:
        write_new_files({mine: b"scenario", other: taken})
    assert refused.value.filename == str(other)
    assert os.listdir(tmp_path) == ["fit.png"] and other.read_text() == "of another process"


def test_nothing_that_is_not_a_file_is_written_over(tmp_path: Path) -> None:
    fifo = tmp_path / "pipe"
    os.mkfifo(fifo)
    for place, told in ((Path("/dev/null"), "not an ordinary file"), (fifo, "not an ordinary file"),
                        (tmp_path, "it is a folder")):  # fmt: skip
        with pytest.raises(OSError, match=told):
            write_file(place, b"x")
    assert not Path("/dev/null").is_file() and os.listdir(tmp_path) == ["pipe"]
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "real")
    write_file(link, b"x")
    assert link.is_symlink() and (tmp_path / "real").read_bytes() == b"x"


def test_places_that_cannot_be_exchanged_are_refused_beforehand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "deep").mkdir()
    with pytest.raises(FileExistsError):
        check_place(tmp_path, empty=True)
    monkeypatch.chdir(tmp_path / "deep")
    for place, told in ((".", "working in"), ("..", "working in"), (tmp_path / "file", "not a folder"),
                        ("/proc", "mounted there")):  # fmt: skip
        with pytest.raises(OSError, match=told):
            check_place(place)
    check_place(tmp_path / "new" / "deeper")
    assert sorted(os.listdir(tmp_path)) == ["deep", "file"]


def test_former_files_of_a_command_go_and_others_stay(tmp_path: Path) -> None:
    write_files(tmp_path / "out", {"table.csv": b"1", "old.png": b"1"}, OWN)
    (tmp_path / "out" / "runs").mkdir()
    (tmp_path / "out" / "runs" / "one.run").write_text("kept")
    write_files(tmp_path / "out", {"table.csv": b"2", "new.png": b"2"}, OWN)
    assert sorted(os.listdir(tmp_path / "out")) == ["new.png", "runs", "table.csv"]
    assert (tmp_path / "out" / "runs" / "one.run").read_text() == "kept" and os.listdir(tmp_path) == ["out"]


def test_permissions_stay_and_new_ones_follow_the_umask(tmp_path: Path) -> None:
    write_file(tmp_path / "a", b"1")
    mask = os.umask(0)
    os.umask(mask)
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o666 & ~mask
    (tmp_path / "a").chmod(0o600)
    write_file(tmp_path / "a", b"2")
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600


def test_what_another_writer_is_at_is_no_leftover(tmp_path: Path) -> None:
    place = tmp_path / "out"
    with write_folder(place, own=OWN) as fresh:
        put(fresh / "table.csv", "first")
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            write_files(place, {"table.csv": b"second"}, OWN)
        assert fresh.is_dir()
    assert (place / "table.csv").read_text() == "first" and os.listdir(tmp_path) == ["out"]


def in_processes(*acts: Callable[[], object]) -> list[str]:
    """What went wrong in processes that do these at once, warnings included."""
    children = []
    for act in acts:
        source, sink = os.pipe()
        if (child := os.fork()) == 0:
            told = traceback.format_exc
            try:
                os.close(source)
                warnings.simplefilter("error")
                act()
            except BaseException:
                os.write(sink, told().encode()[-4000:])
            finally:
                os._exit(0)
        os.close(sink)
        children.append((child, source))
    found = []
    for child, source in children:
        with os.fdopen(source, "rb") as pipe:
            found.append(pipe.read().decode())
        os.waitpid(child, 0)
    return [text for text in found if text]


@pytest.mark.slow
def test_processes_that_write_and_look_at_one_place_at_once_all_succeed(
    swap: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leftovers, "SECONDS_TO_LOCK", 60.0)
    place, file = tmp_path / "out", tmp_path / "table.csv"
    place.mkdir()
    (place / "notes.txt").write_text("mine")

    def often(act: Callable[[], object]) -> Callable[[], object]:
        return lambda: [act() for _ in range(60)]

    folders = [often(lambda text=f"writer {number}": write_all(place, text)) for number in range(3)]  # type: ignore[misc]
    files = [often(lambda text=f"{number}" * 9: write_file(file, text.encode())) for number in range(2)]  # type: ignore[misc]
    assert in_processes(*folders, *files, often(lambda: check_place(place))) == []
    assert len(texts(place)) == 1 and (place / "notes.txt").read_text() == "mine"
    assert file.read_text() in ("0" * 9, "1" * 9)
    assert sorted(os.listdir(tmp_path)) == ["out", "table.csv"]


def test_one_of_many_processes_gets_a_place_that_has_to_be_free(tmp_path: Path) -> None:
    def make() -> None:
        with write_folder(tmp_path / "out") as fresh:
            for name in FILES:
                put(fresh / name, str(os.getpid()))

    refused = in_processes(*[make] * 5)
    assert len(refused) == 4 and all("FileExistsError" in text for text in refused), refused
    assert len(texts(tmp_path / "out")) == 1 and os.listdir(tmp_path) == ["out"]


def test_an_empty_entry_that_was_just_made_is_left_to_its_writer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leftovers, "SECONDS_TO_LOCK", 60.0)
    fresh = fresh_name(tmp_path / "out")
    fresh.mkdir()
    settle(tmp_path / "out")
    assert fresh.is_dir()
    (fresh / "table.csv").write_text("half")
    with pytest.warns(LeftoverWarning):
        settle(tmp_path / "out")
    assert os.listdir(tmp_path) == []


def test_the_journal_of_a_file_that_is_being_written_is_no_leftover(tmp_path: Path) -> None:
    with leftovers.claimed(tmp_path / "game", lambda fresh: fresh.write_text("half")) as fresh:
        journal = fresh.with_name(fresh.name + leftovers.JOURNAL)
        journal.write_text("half")
        settle(tmp_path / "game")
        assert journal.exists()
    with pytest.warns(LeftoverWarning):
        settle(tmp_path / "game")
    assert os.listdir(tmp_path) == []


def test_leftovers_of_version_0_3_0_are_known(tmp_path: Path) -> None:
    for name in (".out.ab12_xyz.unfinished", ".other.ab12_xyz.unfinished"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "table.csv").write_text("half")
    (tmp_path / ".file.csv.unfinished").write_text("half")
    with pytest.warns(LeftoverWarning, match=r"\.out\.ab12_xyz\.unfinished removed"):
        write_all(tmp_path / "out", "whole")
    with pytest.warns(LeftoverWarning, match=r"\.file\.csv\.unfinished removed"):
        write_file(tmp_path / "file.csv", b"whole")
    assert sorted(os.listdir(tmp_path)) == [".other.ab12_xyz.unfinished", "file.csv", "out"], "another's stays"


def test_long_names_can_be_written(tmp_path: Path) -> None:
    name = "名" * 84
    write_file(tmp_path / name, b"1")
    fresh_name(tmp_path / name).write_text("half")
    with pytest.warns(LeftoverWarning):
        write_file(tmp_path / name, b"2")
    assert os.listdir(tmp_path) == [name]


def test_a_signal_waits_for_the_end_of_a_block() -> None:
    done, before = [], signal.signal(signal.SIGINT, signal.default_int_handler)
    with pytest.raises(KeyboardInterrupt):  # noqa: PT012, SIM117 (raised where the inner block ends)
        with uninterrupted():
            signal.raise_signal(signal.SIGINT)
            done.append("whole")
    after = signal.signal(signal.SIGINT, before)
    assert done == ["whole"] and after is signal.default_int_handler


def test_a_system_without_locks_goes_by_age(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leftovers, "HAS_LOCKS", False)
    half = fresh_name(tmp_path / "out")
    half.write_text("half")
    settle(tmp_path / "out")
    assert half.exists()
    long_ago = time.time() - 2 * leftovers.SECONDS_UNTIL_ABANDONED
    os.utime(half, (long_ago, long_ago))
    with pytest.warns(LeftoverWarning):
        settle(tmp_path / "out")
    assert not half.exists()
