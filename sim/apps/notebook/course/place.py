"""Where a notebook lies: by that its language is chosen, and the folder in which progress is kept."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path, PurePath

from sim.course.text import LANGUAGES, Language
from sim.language.choice import current_language

FOLDER_VARIABLE = "GUANXI_COURSE"
"""Environment variable with the folder in which progress is kept."""
CHINESE_FOLDER = "zh"


def notebook_language(environment: Mapping[str, str] = os.environ, folder: Path | None = None) -> Language:
    """The language of the notebook: Chinese in a folder ``zh``, else the language in use.

    Args:
        environment: Variables of the process; Jupyter puts the path of the notebook there.
        folder: Folder of the notebook; the working folder if left out.

    Returns:
        ``en`` or ``zh``.
    """
    named = PurePath(environment.get("JPY_SESSION_NAME", "")).parent.name
    if CHINESE_FOLDER in (named, (folder or Path.cwd()).name):
        return "zh"
    language = current_language()
    return language if language in LANGUAGES else "en"


def progress_folder(environment: Mapping[str, str] = os.environ, folder: Path | None = None) -> Path:
    """The folder in which progress is kept: that of the English notebooks, for both languages.

    Args:
        environment: Variables of the process; ``GUANXI_COURSE`` names another folder.
        folder: Folder of the notebook; the working folder if left out.

    Returns:
        The folder.
    """
    if environment.get(FOLDER_VARIABLE):
        return Path(environment[FOLDER_VARIABLE])
    here = folder or Path.cwd()
    return here.parent if here.name == CHINESE_FOLDER else here
