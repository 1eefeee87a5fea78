"""The people of a class: the list of students, who sits where, moving and removing."""
