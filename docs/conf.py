"""How Sphinx builds the site: ``make docs``. Nothing is read from the network, and every warning is an error."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
# docs itself stays out of the path: its coverage.py would hide the package of that name
sys.path.insert(0, str(ROOT))

from docs import reference_pages  # noqa: E402
from sim.version import VERSION  # noqa: E402

project = "Guanxi 关系"
author = "Guanxi contributors"
copyright = author
version = release = VERSION
language = "en"

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.autosummary", "sphinx.ext.napoleon", "sphinx.ext.viewcode"]
exclude_patterns = ["_build", "jupyter_execute", "**/.ipynb_checkpoints"]
highlight_language = "none"
nitpicky = True

myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3
# Notebooks are shown as they are stored, without outputs: to execute them takes minutes,
# and tests/apps/notebooks does it.
nb_execution_mode = "off"
nb_number_source_lines = False

napoleon_numpy_docstring = False
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
# Public names are documented where they are public (sim.Results); where they are defined is no page.
nitpick_ignore_regex = [("py:.*", r"(?!sim\.\w+$).*")]

html_theme = "pydata_sphinx_theme"
html_title = f"Guanxi 关系 {VERSION}"
html_show_copyright = False
html_theme_options = {
    "navigation_with_keys": False,
    "show_toc_level": 2,
    "footer_start": [],
    "footer_end": ["sphinx-version"],
    "secondary_sidebar_items": ["page-toc"],
}

notebooks = HERE / "tutorial" / "notebooks"
shutil.rmtree(notebooks, ignore_errors=True)
notebooks.mkdir()
for notebook in ROOT.glob("notebooks/*.ipynb"):
    shutil.copy(notebook, notebooks)
reference_pages.write(HERE / "reference" / "generated")
