import typing

from .customer_base.analysis_charts import loyalty_chart as loyalty_chart
from .customer_base.analysis_charts import profile_chart as profile_chart
from .customer_base.analysis_charts import profit_analysis_chart as profit_analysis_chart
from .customer_base.records_chart import records_chart as records_chart
from .debrief.course_charts import course_chart as course_chart
from .debrief.course_charts import lead_chart as lead_chart
from .debrief.decision_charts import effects_chart as effects_chart
from .debrief.decision_charts import hidden_chart as hidden_chart
from .debrief.decision_charts import keeping_chart as keeping_chart
from .debrief.exercise_charts import exit_detective_chart as exit_detective_chart
from .debrief.exercise_charts import sorting_chart as sorting_chart
from .debrief.judgement_charts import beliefs_chart as beliefs_chart
from .debrief.judgement_charts import luck_chart as luck_chart
from .exits.exit_charts import exit_chart as exit_chart
from .exits.exit_charts import profit_lost_chart as profit_lost_chart
from .exits.exit_charts import stated_exits_chart as stated_exits_chart
from .experiments.calibration_charts import calibration_chart as calibration_chart
from .experiments.calibration_charts import cdnow_curve_chart as cdnow_curve_chart
from .experiments.calibration_charts import cdnow_histogram_chart as cdnow_histogram_chart
from .experiments.comparison_charts import comparison_chart as comparison_chart
from .experiments.comparison_charts import gallery_chart as gallery_chart
from .experiments.comparison_charts import warm_up_chart as warm_up_chart
from .experiments.contrast_charts import contrast_chart as contrast_chart
from .experiments.contrast_charts import contrast_weeks_chart as contrast_weeks_chart
from .experiments.counterfactual_charts import saved_and_lost_chart as saved_and_lost_chart
from .experiments.counterfactual_charts import two_lives_chart as two_lives_chart
from .experiments.design_charts import response_map_chart as response_map_chart
from .experiments.design_charts import sensitivity_chart as sensitivity_chart
from .key_accounts.account_charts import doors_chart as doors_chart
from .key_accounts.account_charts import trust_chart as trust_chart
from .programmes.imitation_timeline import imitation_timeline as imitation_timeline
from .programmes.programme_charts import gain_chart as gain_chart
from .programmes.programme_charts import programme_cost_chart as programme_cost_chart
from .purchasing.production_charts import lead_time_chart as lead_time_chart
from .purchasing.production_charts import lot_size_chart as lot_size_chart
from .purchasing.production_charts import stock_chart as stock_chart
from .purchasing.share_charts import customers_chart as customers_chart
from .purchasing.share_charts import double_jeopardy_chart as double_jeopardy_chart
from .purchasing.share_charts import share_chart as share_chart
from .retention.life_line import life_line as life_line
from .retention.retention_charts import churn_chart as churn_chart
from .retention.retention_charts import satisfaction_chart as satisfaction_chart
from .retention.retention_charts import survival_chart as survival_chart
from .retention.stage_charts import stage_line_chart as stage_line_chart
from .retention.stage_charts import stages_chart as stages_chart
from .value.best_degree_chart import best_degree_chart as best_degree_chart
from .value.cost_charts import acquisition_cost_chart as acquisition_cost_chart
from .value.cost_charts import ledger_chart as ledger_chart
from .value.profit_charts import crossover_chart as crossover_chart
from .value.profit_charts import profit_chart as profit_chart
from .value.profit_charts import yearly_profit_chart as yearly_profit_chart

__all__: list[str]

def __getattr__(name: str) -> typing.Any: ...
