"""Processes of loyalty programmes that do things on dates: the club."""
