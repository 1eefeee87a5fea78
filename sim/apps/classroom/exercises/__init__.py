"""Exercises that a class solves, a case for each student."""
