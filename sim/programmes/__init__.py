"""One programme per file: none, frequency, club, customised."""
