"""Commands of an instructor: class, marks, questions, kit."""
