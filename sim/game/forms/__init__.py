"""What a seat can settle and say, as fields: one form for notebook, browser page and terminal."""
