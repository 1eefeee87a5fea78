"""A seat's view as sections of text and tables, for every user interface."""
