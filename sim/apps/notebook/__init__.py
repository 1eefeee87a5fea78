"""Widgets for Jupyter notebooks."""
