"""Declarations of a firm: its programmes, departments, strategy and costs."""
