"""Areas of the product, each with a catalogue of its own, and the files whose messages belong to it."""

from __future__ import annotations

AREAS: dict[str, tuple[str, ...]] = {
    "cli": ("apps/cli", "progress.py"),
    "terminal": ("apps/terminal",),
    "course": ("glossary/course.py", "course/chapters/hand_in.py"),
    "charts": (
        "charts/style", "charts/exits", "charts/customer_base", "charts/experiments", "charts/key_accounts",
        "charts/programmes", "charts/purchasing", "charts/retention", "charts/value",
    ),
    "reports": (
        "reports/answer_section.py", "reports/club_section.py", "reports/exit_management_page.py",
        "reports/exit_tables.py", "reports/followed_customers.py", "reports/glossary_marks.py", "reports/html_page.py",
        "reports/inside_section.py", "reports/next_steps.py", "reports/report.py", "reports/report_tables.py",
        "reports/rival_decisions.py",
        "reports/two_worlds_section.py", "number_text.py", "object_view.py",
    ),
    "experiments": (
        "experiments/contrast_results.py", "experiments/contrasts.py", "experiments/counterfactuals.py",
        "experiments/decision_outcomes.py", "experiments/measure.py", "experiments/measure_writer.py",
        "experiments/measures.py", "experiments/customer_measures.py", "experiments/comparison/comparison.py",
        "experiments/comparison/warm_up.py", "experiments/design/response_map.py", "experiments/synthetic_data",
        "metrics/_shared/worked_examples.py", "metrics/exits/exit_measures.py", "results/simulate.py",
        "results/storage",
    ),
    "decisions": (
        "registry.py", "glossary/glossary.py", "scenario/decisions", "scenario/firm/programmes",
        "scenario/market/exit_causes.py", "scenario/market/shocks", "scenario/market/story.py",
        "scenario/market/tiers.py",
    ),
    "claims": ("experiments/claims", "experiments/stylised_facts"),
    "scenario": (
        "files/*.py", "language/system_errors.py", "scenario/*.py", "scenario/files", "scenario/firm",
        "scenario/market",
    ),
    "game": ("game",),
    "debrief": ("charts/debrief", "reports/debrief"),
    "kit": ("kit",),
    "notebook": ("apps/notebook",),
    "classroom": ("apps/classroom", "files/workbook.py"),
    "page": ("apps/classroom/page/*.js", "apps/notebook/page/*.js"),
}  # fmt: skip
"""Areas that are converted: name, and folders, files or patterns in ``sim``. A folder stands for its Python files."""
NOT_YET: dict[str, tuple[str, ...]] = {
    "research": ("experiments", "metrics", "results", "reproduction"),
}
"""Areas whose texts are English only so far."""
