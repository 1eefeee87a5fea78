"""The gallery: stylised facts of the field, each run, measured and judged."""
