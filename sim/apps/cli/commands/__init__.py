"""The commands of ``guanxi``, one per file; all work is done elsewhere."""
