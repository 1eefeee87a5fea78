"""``guanxi doctor``: what stands in the way on this machine."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

import typer

from sim.language.choice import current_language, languages
from sim.language.messages import _, mark, translate
from sim.registry import register

NEEDED = (
    "numpy", "numba", "scipy", "pandas", "pydantic", "ruamel.yaml", "simpy", "matplotlib", "jinja2", "typer", "rich",
)  # fmt: skip
USEFUL = {
    "pyarrow": mark("event logs are written as Parquet, smaller and faster than CSV: pip install 'guanxi[parquet]'"),
    "anywidget": mark("games and exercises in notebooks: pip install 'guanxi[notebooks]'"),
    "ipywidgets": mark("sliders in notebooks: pip install 'guanxi[notebooks]'"),
    "lifetimes": mark("real buyers of 1997–98 to lay a run beside: pip install 'guanxi[validation]'"),
}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing looked at."""

    fine: bool
    text: str


def findings() -> tuple[Finding, ...]:
    """Everything worth knowing about this installation."""
    return tuple([*_versions(), *_in_the_way(Path.cwd()), *_scenarios(), *_language(), *_font()])


def _versions() -> Iterator[Finding]:
    number = ".".join(map(str, sys.version_info[:3]))
    yield Finding(
        fine=sys.version_info >= (3, 11), text=_("Python {version} (3.11 or newer is needed)").format(version=number)
    )
    for name in ("guanxi", *NEEDED):
        try:
            yield Finding(fine=True, text=f"{name} {version(name)}")
        except PackageNotFoundError:
            yield Finding(fine=False, text=_("{name} is missing; install again: pip install guanxi").format(name=name))
    for name, use in USEFUL.items():
        there = find_spec(name) is not None
        absent = _("{name} is not installed; with it, {use}").format(name=name, use=translate(use))
        yield Finding(fine=True, text=f"{name} {version(name)}" if there else absent)


def _in_the_way(folder: Path) -> Iterator[Finding]:
    """A ``sim.py`` of your own hides the package from Python that is started beside it."""
    package = Path(str(sys.modules["sim"].__file__)).resolve().parent
    yield Finding(fine=True, text=_("the package sim is {folder}").format(folder=package))
    for place in (folder / "sim.py", folder / "sim"):
        if place.exists() and place.resolve() != package:
            said = _("{place} hides the package: here, 'import sim' finds that instead; give it another name")
            yield Finding(fine=False, text=said.format(place=place))


def _scenarios() -> Iterator[Finding]:
    from sim.scenario.files.load import shipped_scenarios

    found = shipped_scenarios()
    said = _("{n} scenarios are installed").format(n=len(found)) if found else _("the scenarios are missing")
    yield Finding(fine=bool(found), text=said)


def _language() -> Iterator[Finding]:
    chosen, others = current_language(), ", ".join(languages())
    said = _("language of messages: {language} (there are {languages}; choose with --lang or GUANXI_LANG)")
    yield Finding(fine=True, text=said.format(language=chosen, languages=others))


def _font() -> Iterator[Finding]:
    """Which font writes Chinese in pictures; Matplotlib's list of fonts is made again where it is out of date."""
    from sim.charts.style.picture_language import chinese_font, renew_font_list

    if renew_font_list():
        yield Finding(fine=True, text=_("Matplotlib's list of fonts was out of date and has been made again"))
    found = chinese_font()
    there = _("font of Chinese pictures: '{font}'").format(font=found)
    absent = _(
        "no font with Chinese characters is installed, so pictures are in English; install one, such as fonts-noto-cjk "
        "or fonts-wqy-microhei"
    )
    yield Finding(fine=bool(found) or current_language() != "zh", text=there if found else absent)


@register("command", "doctor")
def doctor() -> None:
    """Check this installation: versions, missing parts, and what hides the package."""
    worst = 0
    for finding in findings():
        print(f"{_('ok  ') if finding.fine else _('LOOK')}  {finding.text}")
        worst = worst if finding.fine else 1
    raise typer.Exit(worst)
