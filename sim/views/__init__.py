"""Pictures of what came out of a run, the report, and the notebook's first look.

The only importers of matplotlib and ipywidgets. Every picture is a function of results that returns a
:class:`matplotlib.figure.Figure`, which a notebook shows by itself; ``axes`` draws it into a figure of your own.
Its headline says what the numbers show, and names no winner while chance alone could explain the difference.
"""

from sim.views.acquisition_cost_chart import acquisition_cost_chart
from sim.views.best_degree_chart import best_degree_chart
from sim.views.calibration_chart import calibration_chart
from sim.views.cdnow_curve_chart import cdnow_curve_chart
from sim.views.cdnow_histogram_chart import cdnow_histogram_chart
from sim.views.churn_chart import churn_chart
from sim.views.comparison_chart import comparison_chart
from sim.views.crossover_chart import crossover_chart
from sim.views.customers_chart import customers_chart
from sim.views.debrief.debrief_page import debrief_page
from sim.views.debrief.view import debrief
from sim.views.doors_chart import doors_chart
from sim.views.double_jeopardy_chart import double_jeopardy_chart
from sim.views.exit_chart import exit_chart
from sim.views.exit_detective_chart import exit_detective_chart
from sim.views.exit_management_page import exit_management_page
from sim.views.first_look import first_look
from sim.views.gain_chart import gain_chart
from sim.views.gallery_chart import gallery_chart
from sim.views.imitation_timeline import imitation_timeline
from sim.views.lead_time_chart import lead_time_chart
from sim.views.ledger_chart import ledger_chart
from sim.views.life_line import life_line
from sim.views.lot_size_chart import lot_size_chart
from sim.views.loyalty_chart import loyalty_chart
from sim.views.profile_chart import profile_chart
from sim.views.profit_analysis_chart import profit_analysis_chart
from sim.views.profit_chart import profit_chart
from sim.views.profit_lost_chart import profit_lost_chart
from sim.views.programme_cost_chart import programme_cost_chart
from sim.views.records_chart import records_chart
from sim.views.report import write_report
from sim.views.response_map_chart import response_map_chart
from sim.views.satisfaction_chart import satisfaction_chart
from sim.views.saved_and_lost_chart import saved_and_lost_chart
from sim.views.sensitivity_chart import sensitivity_chart
from sim.views.share_chart import share_chart
from sim.views.sorting_chart import sorting_chart
from sim.views.stage_line_chart import stage_line_chart
from sim.views.stages_chart import stages_chart
from sim.views.stated_exits_chart import stated_exits_chart
from sim.views.stock_chart import stock_chart
from sim.views.survival_chart import survival_chart
from sim.views.trust_chart import trust_chart
from sim.views.two_lives_chart import two_lives_chart
from sim.views.two_worlds_look import two_worlds_look
from sim.views.warm_up_chart import warm_up_chart
from sim.views.yearly_profit_chart import yearly_profit_chart

__all__ = [
    "acquisition_cost_chart",
    "best_degree_chart",
    "calibration_chart",
    "cdnow_curve_chart",
    "cdnow_histogram_chart",
    "churn_chart",
    "comparison_chart",
    "crossover_chart",
    "customers_chart",
    "debrief",
    "debrief_page",
    "doors_chart",
    "double_jeopardy_chart",
    "exit_chart",
    "exit_detective_chart",
    "exit_management_page",
    "first_look",
    "gain_chart",
    "gallery_chart",
    "imitation_timeline",
    "lead_time_chart",
    "ledger_chart",
    "life_line",
    "lot_size_chart",
    "loyalty_chart",
    "profile_chart",
    "profit_analysis_chart",
    "profit_chart",
    "profit_lost_chart",
    "programme_cost_chart",
    "records_chart",
    "response_map_chart",
    "satisfaction_chart",
    "saved_and_lost_chart",
    "sensitivity_chart",
    "share_chart",
    "sorting_chart",
    "stage_line_chart",
    "stages_chart",
    "stated_exits_chart",
    "stock_chart",
    "survival_chart",
    "trust_chart",
    "two_lives_chart",
    "two_worlds_look",
    "warm_up_chart",
    "write_report",
    "yearly_profit_chart",
]
