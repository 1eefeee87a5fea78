"""The JSON schema of scenario files, by which editors complete keys and mark errors.

``python -m sim.scenario.files.json_schema FILE`` writes it.
"""

from __future__ import annotations

import json
import sys

from sim.files.atomic_write import write_file
from sim.scenario.scenario import Scenario


def schema_text() -> str:
    """The schema of scenario files as JSON text; descriptions are the docstrings of the fields."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Scenario.model_json_schema(),
        "title": "A Guanxi scenario",
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    write_file(sys.argv[1], schema_text().encode())
