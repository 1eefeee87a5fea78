"""Chapters of the course that a class works through in the browser, each student in a market of their own."""
