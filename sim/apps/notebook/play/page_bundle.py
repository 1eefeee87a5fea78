"""The page of the notebook as one script: the modules of the class page and its own, without a build step.

Anywidget takes a script as one text, and a notebook may have no network, so that a module cannot be fetched when it is
imported. Each module becomes a function that is called once, in the order in which modules need one another. What a
module has for itself keeps its name, also where two modules use the same one.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path, PurePath

from sim.errors import SentenceError

APPS = Path(__file__).parents[2]
ENTRY = APPS / "notebook" / "page" / "main.js"
STYLES = (APPS / "classroom" / "page" / "classroom.css", APPS / "notebook" / "page" / "notebook.css")
IMPORT = re.compile(r'^import \{([^}]*)\} from "([^"]+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export ((?:async )?(?:function|class|const) (\w+))", re.MULTILINE)
LEFT_OVER = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


class BundleError(SentenceError, ValueError):
    """A module is written in a way that cannot be put into one script."""


@cache
def page_script() -> str:
    """The script that anywidget loads: all modules, and the widget as what it exports.

    Raises :class:`BundleError` for a module that imports or exports in another way than those of the page do.
    """
    modules = in_order(ENTRY)
    names = {path: f"module_{number}" for number, path in enumerate(modules)}
    parts = [_as_function(path, names) for path in modules]
    return "\n".join([*parts, f"export default {names[modules[-1]]}.widget;\n"])


def in_order(entry: Path) -> list[Path]:
    """The modules that a module needs, each after those that it needs itself, and it last.

    Raises :class:`BundleError` for modules that need each other.
    """
    found: list[Path] = []
    open_ones: list[Path] = []

    def visit(path: Path) -> None:
        if path in open_ones:
            raise BundleError(f"{path.name} imports itself, through {', '.join(one.name for one in open_ones)}")
        if path in found:
            return
        open_ones.append(path)
        for _names, place in IMPORT.findall(path.read_text(encoding="utf-8")):
            visit(_place_of(path, place))
        found.append(open_ones.pop())

    visit(entry.resolve())
    return found


def _as_function(path: Path, names: dict[Path, str]) -> str:
    """A module as a function that is called at once and gives what the module exports."""
    source = path.read_text(encoding="utf-8")
    if path.name == "style.js":
        source = source.replace('STYLE = ""', f"STYLE = {json.dumps(page_style())}")
    exported = [name for _declared, name in EXPORT.findall(source)]

    def taken(match: re.Match[str]) -> str:
        return f"const {{{match[1].replace(' as ', ': ')}}} = {names[_place_of(path, match[2])]};\n"

    body = EXPORT.sub(r"\1", IMPORT.sub(taken, source))
    odd = LEFT_OVER.search(body)
    if odd is not None:
        said = "is neither an import of names from a file nor the export of a declaration"
        raise BundleError(f"{path.name}: {odd[0]} {said}")
    return f"// {path.name}\nconst {names[path]} = (() => {{\n{body}return {{ {', '.join(exported)} }};\n}})();"


def _place_of(path: Path, place: str) -> Path:
    if not place.startswith("."):
        raise BundleError(f"{path.name} imports {place}: only files beside it can be put into one script")
    return (path.parent / PurePath(place)).resolve()


@cache
def page_style() -> str:
    """The styles of the class page for a part of a page: its root is the host, its body the element of this class.

    How wide the page is counts by the cell of the notebook, not by the window.
    """
    shared, own = (path.read_text(encoding="utf-8") for path in STYLES)
    shared = re.sub(r":root((?:\[[^\]]*\]|:not\([^)]*\)+)+)", r":host(\1)", shared).replace(":root", ":host")
    shared = re.sub(r"^(?:html|header) \{[^}]*\}$", "", shared, flags=re.MULTILINE)
    shared = re.sub(r"^body \{", ".page {", shared, flags=re.MULTILINE).replace(" body {", " .page {")
    shared = re.sub(r"@media \((max|min)-width", r"@container (\1-width", shared)
    return f"{re.sub(r'^main', '#screen', shared, flags=re.MULTILINE).replace(' main', ' #screen')}\n{own}"
