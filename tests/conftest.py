"""What many tests start from: a market small enough to run in a moment."""

from __future__ import annotations

import os
from copy import deepcopy
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

import sim
from sim.scenario.contrasts import plain_market
from sim.scenario.files import load
from sim.scenario.files.source_positions import Document, document

os.environ["GUANXI_LANG"] = "en"
"""Commands speak English in tests, whatever the language of the system."""
ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = 100 if os.environ.get("CI") == "true" else 30
"""Examples of a property where its test states no number: fewer at one's desk than on the build server."""
settings.register_profile("steady", deadline=None, derandomize=True, print_blob=True, max_examples=EXAMPLES)
collect_ignore = ["plugin_package"]
"""Imported here, it would declare its kinds in all tests; tests/test_plugin_package.py installs it elsewhere."""
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))
_PARSED: dict[str, Document] = {}


def document_once(text: str, file: str = "") -> Document:
    """The content of a YAML text, parsed once in a process: hundreds of tests load the same few scenarios."""
    known = _PARSED.get(text)
    if known is None:
        known = document(text, file)
        if known.faults or len(_PARSED) == 500:
            return known
        _PARSED[text] = known
    return Document(content=deepcopy(known.content), keys=dict(known.keys), values=dict(known.values))


load.document = document_once
SHIPPED = load.shipped()
read_file = load.read
read_shipped = cache(read_file)


def read_once(path: Path) -> sim.Scenario:
    """The scenario in a file; one that ships is read and checked once in a process, and is frozen."""
    return (read_shipped if path.parent == SHIPPED else read_file)(path)


load.read = read_once

LONGEST = (
    "game/test_fuzz.py", "claims/test_claims.py", "claims/test_seeds.py", "test_docs_commands.py",
    "apps/notebooks/test_course_notebooks.py", "course/test_case_notebooks.py", "parity/test_compiled_cache.py",
    "test_plugin_package.py", "kit/test_exercises.py", "scenario/test_paths.py", "apps/notebooks/test_notebooks.py",
    "parity/test_shipped.py", "parity/test_mechanisms.py", "model/competition/test_closing.py", "test_docs.py",
    "apps/cli/test_encodings.py", "test_package.py", "charts/test_every_chart.py",
    "experiments/test_shipped_answers.py", "experiments/stylised_facts/test_gallery_facts.py", "test_whole_results.py",
    "game/game_file/test_damage.py", "apps/cli/test_bad_inputs.py", "charts/test_languages.py", "charts/test_report.py",
    "apps/cli/test_contrast_runs.py",
)  # fmt: skip
"""Files that take longest, slow tests included. They begin first, so that no process works on one alone at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that take longest first; the others stay in their order."""
    places = {ROOT / "tests" / name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))


@pytest.fixture(scope="session")
def small() -> sim.Scenario:
    """The first-look market without its question: 80 customers, 30 weeks; Azure opens its points card in week 4."""
    changes = {"population.segments.consumers.size": 80, "firms.Azure.programmes.frequency.launch": 4}
    return plain_market(sim.load("first_look")).but(changes, horizon=30)


@pytest.fixture(scope="session")
def small_results(small: sim.Scenario) -> sim.Results:
    """Three replications of the small market."""
    return sim.simulate(small, seed=5, replications=3)
