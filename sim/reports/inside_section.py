"""What a report shows of a firm from inside: its accounts, its line, its records."""

from __future__ import annotations

from markupsafe import Markup
from matplotlib.figure import Figure

from sim.charts.customer_base.records_chart import records_chart
from sim.charts.key_accounts.account_charts import doors_chart, trust_chart
from sim.charts.purchasing.production_charts import lead_time_chart, stock_chart
from sim.language.messages import _
from sim.metrics.purchasing.orders import guesses
from sim.reports.html_page import heading, paragraph, pictures
from sim.results.results import Results
from sim.scenario.firm.department import Department
from sim.scenario.firm.departments.production_line import ProductionLine
from sim.scenario.firm.departments.records import Records
from sim.scenario.firm.departments.relationship_managers import RelationshipManagers

MOST_FIRMS = 3
"""Firms of which the same picture is drawn one after the other."""


def firm_from_inside(results: Results) -> list[Markup]:
    """The section on departments, or nothing where no department has a picture or the log was kept to exits."""
    if results.log_level != "all":
        return []
    drawn = [*_accounts(results), *_line(results), *_records(results)]
    if not drawn:
        return []
    more = (
        [paragraph(_("Of several replications a picture of stock shows the first."), "note")]
        if _stocked(results)
        else []
    )
    return [heading(_("The firm from inside")), pictures(drawn), *(more if len(results.runs) > 1 else [])]


def _having(results: Results, of: type[Department]) -> list[str]:
    """Names of the firms that have such a department, the one in focus first."""
    having = [firm.name for firm in results.scenario.firms if firm.department(of) is not None]
    return sorted(having, key=lambda name: name != results.scenario.focal_firm)[:MOST_FIRMS]


def _accounts(results: Results) -> list[Figure]:
    firms = _having(results, RelationshipManagers)
    return [doors_chart(results, firm=name) for name in firms] + [trust_chart(results, firm=name) for name in firms]


def _stocked(results: Results) -> list[str]:
    """Names of the firms whose line makes for stock."""
    lines = {firm.name: firm.department(ProductionLine) for firm in results.scenario.firms}
    return [name for name in _having(results, ProductionLine) if (line := lines[name]) is not None and guesses(line)]


def _line(results: Results) -> list[Figure]:
    stocked = _stocked(results)
    drawn = [stock_chart(results, firm=name) for name in stocked]
    return [*drawn, lead_time_chart(results)] if set(_having(results, ProductionLine)) - set(stocked) else drawn


def _records(results: Results) -> list[Figure]:
    return [records_chart(results)] if results.scenario.focal_firm in _having(results, Records) else []
