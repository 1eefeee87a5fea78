"""What becomes of a club, in the report: members over the weeks, standing, renewal, selection and effect."""

from __future__ import annotations

from markupsafe import Markup
from matplotlib.figure import Figure

from sim.charts.programmes.members_chart import members_chart
from sim.charts.programmes.membership_effect_chart import membership_effect_chart
from sim.charts.programmes.renewal_chart import renewal_chart
from sim.charts.programmes.standing_chart import standing_chart
from sim.language.messages import _
from sim.metrics.programmes.members_over_time import members_over_time
from sim.metrics.programmes.renewals_by_attendance import renewals_by_attendance
from sim.reports.html_page import heading, pictures
from sim.results.results import Results

WEEK_OF_MEMBERSHIP = 52.0
"""Week at which members and others are told apart, where the run is longer."""


def in_report(results: Results, without: Results | None) -> list[Markup]:
    """The part on the club of the firm in focus; nothing where it has none, or single purchases were not kept."""
    if results.log_level != "all":
        return []
    focal = results.scenario.focal_firm
    table = members_over_time(results)
    if not ((table["firm"] == focal) & (table["programme"] == "club")).any():
        return []
    drawn: list[Figure] = [members_chart(results), standing_chart(results)]
    if (renewals_by_attendance(results)["firm"] == focal).any():
        drawn.append(renewal_chart(results))
    if without is not None and results.scenario.horizon > 2 * WEEK_OF_MEMBERSHIP:
        drawn.append(membership_effect_chart(results, without, WEEK_OF_MEMBERSHIP))
    return [heading(_("Members of the club"), 3), pictures(drawn)]
