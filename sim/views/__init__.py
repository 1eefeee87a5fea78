"""Pictures of what came out of a run, the report, and the notebook's first look.

The only importers of matplotlib and ipywidgets. Every picture is a function of results that returns a
:class:`matplotlib.figure.Figure`, which a notebook shows by itself; ``axes`` draws it into a figure of your own.
Its headline says what the numbers show, and names no winner while chance alone could explain the difference.
"""

from sim.views.cdnow_curve_chart import cdnow_curve_chart
from sim.views.cdnow_histogram_chart import cdnow_histogram_chart
from sim.views.churn_chart import churn_chart
from sim.views.customers_chart import customers_chart
from sim.views.double_jeopardy_chart import double_jeopardy_chart
from sim.views.exit_chart import exit_chart
from sim.views.exit_management_page import exit_management_page
from sim.views.first_look import first_look
from sim.views.gain_chart import gain_chart
from sim.views.imitation_timeline import imitation_timeline
from sim.views.life_line import life_line
from sim.views.profit_chart import profit_chart
from sim.views.profit_lost_chart import profit_lost_chart
from sim.views.programme_cost_chart import programme_cost_chart
from sim.views.report import write_report
from sim.views.share_chart import share_chart
from sim.views.stated_exits_chart import stated_exits_chart
from sim.views.survival_chart import survival_chart

__all__ = [
    "cdnow_curve_chart",
    "cdnow_histogram_chart",
    "churn_chart",
    "customers_chart",
    "double_jeopardy_chart",
    "exit_chart",
    "exit_management_page",
    "first_look",
    "gain_chart",
    "imitation_timeline",
    "life_line",
    "profit_chart",
    "profit_lost_chart",
    "programme_cost_chart",
    "share_chart",
    "stated_exits_chart",
    "survival_chart",
    "write_report",
]
