"""What a seat sees, as headings, sentences and small tables: one telling for notebook, browser page and terminal."""
