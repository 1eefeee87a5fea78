"""The first page of a kit: what is in it, and what to do with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sim.course.chapters.reader import course_chapters
from sim.course.figure_text import with_figures
from sim.course.text import language_of_course
from sim.kit.pages import page, render
from sim.kit.sheet import in_language_of_reader, kit_folder
from sim.language.messages import _
from sim.scenario.declaration import Declaration
from sim.scenario.files.load import read_as
from sim.version import VERSION


class ListedFile(Declaration):
    """A file of the kit, and what it is for; ``{n}`` and ``{title}`` stand for the number and title of each chapter."""

    path: str
    about: str


class Group(Declaration):
    """Files that belong together."""

    heading: str
    text: str
    files: tuple[ListedFile, ...]


class StartPage(Declaration):
    """The words of the first page."""

    title: str
    about: str
    groups: tuple[Group, ...]


def start_page(there: Collection[str]) -> str:
    """The first page.

    Args:
        there: Paths of all files of the kit, from its folder; files and groups that are not there are left out.

    Returns:
        HTML with links to the files.
    """
    words = read_as(StartPage, in_language_of_reader(kit_folder() / "start_here.yaml"))
    groups = []
    for group in words.groups:
        found = [_linked(one, there) for listed in group.files for one in _expanded(listed) if one.path in there]
        files = [[file for file in found if _line(file) == line] for line in dict.fromkeys(map(_line, found))]
        if files:
            groups.append({"heading": group.heading, "text": group.text, "files": files})
    made = _("Made by guanxi {version}.").format(version=VERSION)
    values = {"title": words.title, "about": words.about, "groups": groups, "made": made}
    return page(words.title, [render("index.html.j2", values)])


def _expanded(listed: ListedFile) -> list[ListedFile]:
    if "{n}" not in listed.path:
        return [listed]
    language = language_of_course()
    words = [{"n": str(one.number), "title": one.title} for one in course_chapters(language)]
    return [ListedFile(path=with_figures(listed.path, said), about=with_figures(listed.about, said)) for said in words]


def _linked(one: ListedFile, there: Collection[str]) -> dict[str, str]:
    pdf = one.path.removesuffix(".html") + ".pdf"
    return {"path": one.path, "about": one.about, "pdf": pdf if one.path.endswith(".html") and pdf in there else ""}


def _line(file: Mapping[str, str]) -> str:
    """What decides on which line a file stands: files of one chapter share a line, all others have their own."""
    folder = file["path"].split("/")[1]
    return folder if folder.startswith("chapter_") else file["path"]
