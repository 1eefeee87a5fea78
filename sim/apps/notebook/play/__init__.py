"""Playing a game in a notebook."""
