"""Submitting a draft when its round closes: as it stands, if it is valid and no slip."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sim.game.errors import GameError
from sim.game.forms.form import decision_of, expectations_of, fields_of, prediction_of
from sim.game.session.branches import Branch
from sim.game.session.session import Session
from sim.game.session.submissions import ConfirmationNeeded
from sim.language.choice import in_language, languages


def submit_draft(session: Session, line: Branch, seat: str, forms: Mapping[str, Any]) -> dict[str, Any]:
    """Submit what was typed on a seat for the open round of its line.

    Returns:
        ``how``: ``submitted``, ``slip`` (it may be a slip, so it does not count), ``invalid``, or ``predicted`` (only
        a prediction was typed); and ``why``, the sentences in each language.
    """
    expected, decided = forms.get("predict"), forms.get("decide")
    if expected:
        refused = _refused(lambda: _predicted(session, line, seat, expected))
        if refused and not decided:
            return refused
    if not decided:
        return {"how": "predicted", "why": {}}
    return _refused(lambda: _decided(session, line, seat, decided)) or {"how": "submitted", "why": {}}


def _predicted(session: Session, line: Branch, seat: str, form: Mapping[str, Any]) -> Any:
    prediction = prediction_of(expectations_of(session.view(seat)), form["values"])
    return session.predict(seat, prediction, round=line.round) if prediction else None


def _decided(session: Session, line: Branch, seat: str, form: Mapping[str, Any]) -> Any:
    decision = decision_of(fields_of(session.view(seat)), form["values"])
    return session.decide(seat, decision, round=line.round, reason=form.get("reason", ""))


def _refused(send: Callable[[], object]) -> dict[str, Any]:
    """Why it does not count, in each language; nothing where it counts. What is refused changes nothing."""
    why: dict[str, str] = {}
    how = ""
    for language in languages():
        with in_language(language):
            try:
                answer = send()
            except GameError as error:
                how, why[language] = "invalid", str(error)
                continue
        if not isinstance(answer, ConfirmationNeeded):
            return {}
        how, why[language] = "slip", "\n".join(answer.slips)
    return {"how": how, "why": why}
