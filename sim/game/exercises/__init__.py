"""Scored exercises that need no rounds: what a student hands in is marked against the hidden truth of a run.

Pure functions; an exercise is a case, an answer and a ``score``. What a team may see and what is true are two values.
"""
