"""What the parser of YAML says is wrong, in the language of the reader."""

from __future__ import annotations

import re

from sim.language.messages import _, mark, translate

PROBLEMS = (
    mark("mapping values are not allowed here"),
    mark("sequence entries are not allowed here"),
    mark("could not find expected ':'"),
    mark("found character {found} that cannot start any token"),
    mark("expected <block end>, but found {found}"),
    mark("expected ',' or ']', but got {found}"),
    mark("expected ',' or '}}', but got {found}"),
    mark("expected the node content, but found {found}"),
    mark("found unexpected end of stream"),
    mark("found unexpected document separator"),
    mark("found unexpected ':'"),
    mark("found unknown escape character {found}"),
    mark("found undefined tag handle {found}"),
    mark("expected chomping or indentation indicators, but found {found}"),
    mark("expected a comment or a line break, but found {found}"),
    mark("expected alphabetic or numeric character, but found {found}"),
    mark("expected '<document start>', but found {found}"),
    mark("special characters are not allowed"),
)
"""The sentences of the parser that a file can meet; the part that differs has a place."""


def problem_in_words(problem: str) -> str:
    """A sentence of the parser in the language in use; as the parser has it where it is not known.

    >>> problem_in_words("expected <block end>, but found '?'")
    "expected <block end>, but found '?'"
    """
    for known in PROBLEMS:
        start, _place, end = known.replace("}}", "}").partition("{found}")
        met = re.fullmatch(f"{re.escape(start)}(.*){re.escape(end)}", problem, re.DOTALL)
        if met:
            return translate(known).format(found=met[1])
    return problem


def invalid_yaml(problem: str) -> str:
    """The fault of a text that is no YAML, with what to do where the reason is known."""
    said = _("not valid YAML: {problem}").format(problem=problem_in_words(problem))
    if "'\\t'" in problem:
        said = _("not valid YAML: {problem}; indent with spaces, not with tabs").format(
            problem=problem_in_words(problem)
        )
    return said
