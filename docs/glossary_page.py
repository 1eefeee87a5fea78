"""The page of the glossary in English and Chinese, made from its data: ``python -m docs.glossary_page`` writes it."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from sim.glossary.terms import REPORT_GROUP, Term, terms

PAGE = Path(__file__).parent / "reference" / "glossary.md"
HEADINGS = {
    "course": "Ideas of the course · 课程概念", "bond": "Bonds · 联系的层次", "programme": "Programmes · 规划",
    "exit": "Customer exit · 顾客退出", "door": "Doors of an account · 客户之门", "need": "Needs · 需要",
    "degree": "Degrees of relationship · 关系程度", "trust_level": "Levels of trust · 信任层次",
    "stage": "Stages · 关系阶段", "channel": "Channels · 沟通渠道", "orientation": "Orientations · 经营观念",
    "strategy": "Strategies · 策略", "lever": "Levers · 决策项目", "department": "Departments · 部门",
    "competition": "Competition · 竞争", "event": "Events · 事件", "metric": "Metrics · 指标",
    "figure": "Figures · 数字",
    "game": "Games · 游戏", "research": "Research · 研究", "concept": "Other concepts · 其他概念",
    "attribute": "Attributes of an offer · 产品属性", "policy": "Policies · 决策规则",
    "account_policy": "Policies of key accounts · 客户决策规则", "shock": "External events · 外部事件",
    "analysis": "Analyses · 分析", "measure": "Measures of experiments · 评价指标",
}  # fmt: skip
INTRODUCTION = """\
# Glossary in English and Chinese

This page is made from `sim/glossary/terms.csv`; `guanxi explain WORD` and `sim.explain(WORD)` find each word in either
language. Where the English column is empty, the sentence is read off the code: see
the page "Glossary" of the words of the code, which is made with the site.
"""


def page() -> str:
    """The whole page."""
    lines = [INTRODUCTION]
    for group, rows in groupby(terms(), key=lambda term: term.group):
        if group != REPORT_GROUP:
            lines += [f"## {HEADINGS[group]}", "", "| English | 中文 | Meaning | 含义 |", "|---|---|---|---|"]
            lines += [*map(_row, rows), ""]
    return "\n".join(lines)


def _row(term: Term) -> str:
    cells = (term.english, term.chinese, term.definition, term.definition_zh)
    return f"| {' | '.join(cell.replace('|', '/').strip() for cell in cells)} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
