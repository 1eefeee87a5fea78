"""The commands of ``guanxi``, one a file: they only show; all work is done elsewhere."""
