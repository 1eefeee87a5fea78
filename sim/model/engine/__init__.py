"""Two schedulers that run the same rules: ``reference`` (readable, SimPy) and ``kernel`` (compiled)."""
