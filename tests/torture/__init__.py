"""Hard treatment: mutated files, random games, damaged game files. ``python -m tests.torture`` runs all of it."""
