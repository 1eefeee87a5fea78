"""The kit's folder: whole or not at all, only its own files are replaced, keys follow from the model of today."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.course.chapters.reader import course_chapters
from sim.game.errors import GameError
from sim.kit import kit as kit_module
from sim.kit.chapter_material import ChapterMaterial, number_key
from sim.kit.chapter_sheets import instructor_sheet, notebook_of, worksheet
from sim.kit.exam import Examinee
from sim.kit.kit import OWN, KitOptions, write_kit
from sim.kit.printing import find_browser, print_pdf
from sim.kit.slides import slides_of
from sim.kit.start_page import start_page
from sim.language.choice import in_language
from tests.conftest import ROOT

FORM = "question,answer\nchurn,\n"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kit whose parts are written at once, without runs."""

    def course(place: Path, options: KitOptions, secret: str, on_step: Callable[[], object]) -> None:
        form = place / "students" / "exam" / "7" / "answer.csv"
        form.parent.mkdir(parents=True)
        form.write_text(FORM, encoding="utf-8-sig")
        for name in ("instructor/plans.html", "instructor/exam/exam.json", "students/exercises.html"):
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_text(json.dumps({"secret": secret, "students": []}), encoding="utf-8")

    def chapter(place: Path, material: ChapterMaterial, on_step: Callable[[], object]) -> None:
        sheet = place / "instructor" / f"chapter_{material.number}" / "sheet.html"
        sheet.parent.mkdir(parents=True, exist_ok=True)
        sheet.write_text(f"market {material.student}", encoding="utf-8")

    monkeypatch.setattr(kit_module, "_write_course", course)
    monkeypatch.setattr(kit_module, "_write_chapter", chapter)
    monkeypatch.setattr(kit_module, "chapter_numbers", lambda: (1, 2))


@pytest.mark.usefixtures("quick")
def test_an_answer_that_was_filled_in_stays_and_an_empty_form_is_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "kit"
    write_kit(folder, KitOptions(pdf=False))
    form = folder / "students" / "exam" / "7" / "answer.csv"
    form.write_text(FORM.replace("churn,", "churn,12"), encoding="utf-8-sig")
    write_kit(folder, KitOptions(pdf=False))
    assert "churn,12" in form.read_text(encoding="utf-8-sig")
    form.write_text("Frage,Antwort\nchurn,\n", encoding="utf-8-sig")
    write_kit(folder, KitOptions(pdf=False))
    assert form.read_text(encoding="utf-8-sig") == FORM


@pytest.mark.usefixtures("quick")
def test_a_second_run_replaces_its_own_files_only(tmp_path: Path) -> None:
    folder = tmp_path / "kit"
    write_kit(folder, KitOptions(pdf=False))
    own = folder / "instructor" / "chapter_1" / "sheet.html"
    mine = {folder / "notes.txt", folder / "instructor" / "my plan.txt", folder / "students" / "handed in" / "a.csv"}
    for path in mine:
        path.parent.mkdir(exist_ok=True)
        path.write_text("mine", encoding="utf-8")
    own.write_text("changed", encoding="utf-8")
    made = write_kit(folder, KitOptions(pdf=False, market=7))
    assert own.read_text(encoding="utf-8") == "market 7"
    assert all(path.read_text(encoding="utf-8") == "mine" for path in mine)
    assert "instructor/my plan.txt" not in made.files


@pytest.mark.usefixtures("quick")
def test_one_chapter_leaves_the_rest_of_a_kit_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "kit"
    whole = write_kit(folder, KitOptions(pdf=False))
    again = write_kit(folder, KitOptions(pdf=False, chapter=2, market=5))
    assert again.files == whole.files
    texts = [(folder / "instructor" / f"chapter_{n}" / "sheet.html").read_text(encoding="utf-8") for n in (1, 2)]
    assert texts == ["market 1", "market 5"]


@pytest.mark.usefixtures("quick")
def test_a_file_that_is_no_longer_made_goes_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_kit(tmp_path / "kit", KitOptions(pdf=False))
    monkeypatch.setattr(kit_module, "chapter_numbers", lambda: (1,))
    write_kit(tmp_path / "kit", KitOptions(pdf=False))
    assert not (tmp_path / "kit" / "instructor" / "chapter_2").exists()


@pytest.mark.usefixtures("quick")
def test_the_secret_stays_unless_another_is_given(tmp_path: Path) -> None:
    def secret() -> str:
        text = (tmp_path / "kit" / "instructor" / "exam" / "exam.json").read_text(encoding="utf-8")
        return str(json.loads(text)["secret"])

    write_kit(tmp_path / "kit", KitOptions(pdf=False))
    first = secret()
    write_kit(tmp_path / "kit", KitOptions(pdf=False))
    assert secret() == first and len(first) == 16
    write_kit(tmp_path / "kit", KitOptions(pdf=False, secret="mine"))
    assert secret() == "mine"


@pytest.mark.usefixtures("quick")
def test_a_kit_that_fails_leaves_the_former_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "kit"
    write_kit(folder, KitOptions(pdf=False))
    before = sorted(path.relative_to(folder) for path in folder.rglob("*"))

    def fails(place: Path, material: ChapterMaterial, on_step: Callable[[], object]) -> None:
        raise RuntimeError("out of luck")

    monkeypatch.setattr(kit_module, "_write_chapter", fails)
    with pytest.raises(RuntimeError, match="out of luck"):
        write_kit(folder, KitOptions(pdf=False))
    assert sorted(path.relative_to(folder) for path in folder.rglob("*")) == before
    assert [path.name for path in tmp_path.iterdir()] == ["kit"]


def test_what_cannot_be_made_is_refused_before_anything_is_written(tmp_path: Path, quick: None) -> None:
    with pytest.raises(GameError, match="chapter 8 is not there; give one of 1, 2"):
        write_kit(tmp_path / "kit", KitOptions(chapter=8))
    with pytest.raises(GameError, match=r"'\.\./x' cannot be the name of a folder"):
        write_kit(tmp_path / "kit", KitOptions(students=(Examinee(number="../x"),)))
    assert list(tmp_path.iterdir()) == []


def test_the_first_page_names_what_is_there() -> None:
    page = start_page({"instructor/plans.html", "instructor/plans.pdf", "instructor/chapter_2/sheet.html"})
    assert page.count("<a href=") == 3 and "instructor/plans.pdf" in page and "paper_game" not in page
    with in_language("zh"):
        assert "第 2 章 三个层次的联系与模仿竞赛：教师用表" in start_page({"instructor/chapter_2/sheet.html"})
    assert set(OWN) == {"students", "instructor", "start_here.html", "kit.json"}


def test_a_page_is_printed_where_there_is_a_browser(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<p>one", encoding="utf-8")
    assert not print_pdf(str(tmp_path / "no browser"), tmp_path / "page.html", tmp_path / "page.pdf")
    browser = find_browser()
    if browser is None:
        pytest.skip("no browser on this machine")
    assert print_pdf(browser, tmp_path / "page.html", tmp_path / "page.pdf")
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_notebook_that_a_sheet_names_is_there(language: str) -> None:
    with in_language(language):
        missing = [one.name for one in course_chapters("en") if not (ROOT / notebook_of(one)).is_file()]
    assert missing == []


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh"])
def test_sheets_and_slides_hold_the_keys_of_todays_model(language: str) -> None:
    material = ChapterMaterial(2, 1)
    with in_language(language):
        sheet, paper, slides = instructor_sheet(material), worksheet(material), slides_of(material)
        asked = material.check()
        figure = material.figures["late_gain"]
        happened = material.said(material.chapter.happened[0])
    assert str(figure) in sheet and figure.interval in sheet
    assert happened in sheet and happened not in paper
    assert all(one.key in sheet for one in asked if "'" not in one.key)
    own = next(one for one in asked if one.id == "own2_late")
    right = float(own.key.split()[0].replace("−", "-").replace(",", ""))
    assert right == pytest.approx(figure.value, rel=0.02)
    assert len(slides) <= 12 and all(slide.notes for slide in slides)
    assert sum(slide.picture is not None for slide in slides) == 4


def test_numbers_that_are_taken_are_those_that_the_question_takes() -> None:
    from sim.course.bank import chapters
    from sim.course.kinds.number import Number

    for chapter in chapters():
        for question in chapter.questions:
            if isinstance(question, Number):
                shown = number_key(question, "en", 1)
                low, high = (
                    float(end.replace(",", "").replace("−", "-"))
                    for end in shown[:-1].split("taken: ")[1].split(" to ")
                )
                assert question.mark((low + high) / 2, "en", 1).right, question.id
                assert low <= question.key(1) <= high


@pytest.mark.usefixtures("quick")
def test_a_damaged_key_of_the_exam_is_not_replaced_in_silence(tmp_path: Path) -> None:
    key = tmp_path / "kit" / "instructor" / "exam" / "exam.json"
    key.parent.mkdir(parents=True)
    key.write_text("{", encoding="utf-8")
    with pytest.raises(GameError, match="put a copy of it back"):
        write_kit(tmp_path / "kit", KitOptions(pdf=False))
    assert key.read_text(encoding="utf-8") == "{"


@pytest.mark.usefixtures("quick")
def test_a_chapter_made_again_without_pdf_keeps_no_former_pdf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def printed(_browser: str, page: Path, pdf: Path) -> bool:
        if "sheet" not in page.name:
            return False
        return bool(pdf.write_bytes(b"%PDF"))

    monkeypatch.setattr(kit_module, "find_browser", lambda: "browser")
    monkeypatch.setattr(kit_module, "print_pdf", printed)
    made = write_kit(tmp_path / "kit", KitOptions())
    assert made.unprinted > 0 and made.browser
    again = write_kit(tmp_path / "kit", KitOptions(chapter=2, pdf=False))
    pdfs = [tmp_path / "kit" / "instructor" / f"chapter_{n}" / "sheet.pdf" for n in (1, 2)]
    assert [pdf.exists() for pdf in pdfs] == [True, False]
    assert "instructor/chapter_2/sheet.pdf" not in again.files
