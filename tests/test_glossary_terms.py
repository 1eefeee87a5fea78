"""The glossary as data: complete, in both languages, found by either word, and the docs page made from it."""

from __future__ import annotations

import re
from collections import Counter
from typing import get_args

import pytest

import sim
from docs.glossary_page import HEADINGS, PAGE, page
from sim.glossary.glossary import explanations
from sim.glossary.terms import REPORT_GROUP, plain, term_of, terms
from sim.metrics.retention.stages import STAGES
from sim.model.events import EVENTS
from sim.registry import registered
from sim.scenario.decisions.decision import Channel, Degree
from sim.scenario.market.exit_causes import COURSE_CAUSES
from sim.scenario.market.key_account import NeedName

CHINESE = re.compile(r"[\u4e00-\u9fff]")
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:!?()]|[,;:!?()][\u4e00-\u9fff]|[\u4e00-\u9fff]\.")
ACCOUNT = re.compile("(?<!大)客户(?!关系管理)")
"""The word for a customer firm; in 大客户 and 客户关系管理 it is part of a fixed term."""
GROUPS_ABOUT_ACCOUNTS = {"door", "trust_level", "stage"}
TERMS_ABOUT_ACCOUNTS = {
    "key_account", "channel_partners", "visit", "account", "door", "manager_turnover", "account_doors", "role",
    "customer",
}  # fmt: skip


def of_group(group: str) -> set[str]:
    return {term.id for term in terms() if term.group == group}


def test_every_term_has_its_word_and_sentence_in_chinese_and_its_source() -> None:
    for term in terms():
        assert CHINESE.search(term.chinese) and CHINESE.search(term.definition_zh), term
        assert term.source and term.english and term.id, term
    assert len({(term.group, term.id) for term in terms()}) == len(terms())


def test_chinese_has_full_width_punctuation_and_ends_with_a_full_stop() -> None:
    for term in terms():
        assert term.definition_zh.endswith("。") and not HALF_WIDTH.search(term.definition_zh), term


def test_shoppers_are_not_called_accounts_and_programmes_are_not_called_plans() -> None:
    for term in terms():
        said = f"{term.chinese} {term.definition_zh}"
        assert "计划" not in said or term.id == "contact", term
        if ACCOUNT.search(said):
            assert term.group in GROUPS_ABOUT_ACCOUNTS or term.id in TERMS_ABOUT_ACCOUNTS, term


def test_calibration_of_models_and_of_forecasts_have_different_words() -> None:
    words = {term.id: term.chinese for term in terms()}
    assert words["model_calibration"] == "模型标定" and words["forecast_calibration"] == "预测校准"
    assert words["leave_seat"] == "离开席位"


def test_everything_with_a_name_in_the_course_is_a_term() -> None:
    assert of_group("exit") >= {cause.name for cause in COURSE_CAUSES}
    assert of_group("need") >= set(get_args(NeedName))
    assert of_group("degree") == set(get_args(Degree)) and of_group("channel") == set(get_args(Channel))
    assert of_group("stage") == set(STAGES)
    assert of_group("lever") == set(sim.Decision.model_fields)


@pytest.mark.parametrize(
    "group", ["programme", "department", "policy", "account_policy", "metric", "measure", "analysis", "shock"]
)
def test_every_registered_kind_has_its_term(group: str) -> None:
    own = {name for name, kind in registered(group).items() if kind.__module__.startswith("sim.")}
    assert [name for name in sorted(own) if term_of(group, name) is None] == []


def test_every_event_has_its_term() -> None:
    assert [name for name in EVENTS if term_of("event", name) is None] == []


def test_a_term_has_an_english_sentence_here_or_in_the_code() -> None:
    explained = {entry.term: entry.meaning for entry in explanations() if entry.term}
    assert all(term.group == REPORT_GROUP or explained[term] for term in terms())
    names = Counter((entry.sort, entry.name) for entry in explanations())
    assert max(names.values()) == 1


@pytest.mark.parametrize(
    "word", ["积分", "points", "频繁营销规划", "关系", "迁离", "顾客终身价值", "人情", "churn rate"]
)
def test_a_term_is_found_by_its_english_and_its_chinese_word(word: str) -> None:
    assert all(one.term and plain(word) in one.term.words for one in sim.explain(word, "en"))
    assert all(CHINESE.search(one.meaning) for one in sim.explain(word, "zh"))


def test_every_term_is_explained_under_both_words() -> None:
    explained = {word for entry in explanations() if entry.term for word in entry.term.words}
    assert explained >= {
        plain(word) for term in terms() if term.group != REPORT_GROUP for word in (term.english, term.chinese)
    }


def test_explain_answers_in_the_language_asked_for() -> None:
    (english,) = [one for one in sim.explain("积分") if one.sort == "programme"]
    (chinese,) = [one for one in sim.explain("points", "zh") if one.sort == "规划"]
    assert english.name == "points" and english.meaning.startswith("Units that a customer collects")
    assert chinese.name == "积分（points）" and chinese.meaning.startswith("顾客在购买时积累")
    assert "来源：" in chinese.more and "Source: " in english.more


def test_an_unknown_chinese_word_offers_the_nearest() -> None:
    with pytest.raises(sim.registry.UnknownNameError, match="顾客忠诚"):
        sim.explain("顾客忠城")


def test_the_page_of_the_docs_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "write it again with: python -m docs.glossary_page"
    assert {term.group for term in terms()} == set(HEADINGS) | {REPORT_GROUP}
