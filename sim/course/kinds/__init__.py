"""The kinds of question, one in each file."""
