"""The debrief of a game as a page."""
