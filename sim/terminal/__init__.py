"""Playing in a terminal: what is shown and asked, line by line. Nothing is decided here."""
