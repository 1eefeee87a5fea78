"""A chapter of the course in a notebook: predict, try, see what happened, check, hand in."""
