"""Open answers and tests of a class: written on the page, marked by peers or at once, kept beside the class."""
