"""Style of charts: canvas, palette, formatting of figures."""
