"""The instructor's kit: plans, sheets, slides, a paper game, a project and an exam, all made from data and runs."""
