"""Stylised facts of the field, run and judged, one per file."""
