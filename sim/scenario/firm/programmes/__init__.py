"""Settings of loyalty programmes, one kind per file: none, frequency, club, customised."""
