"""The question bank of the course: questions in English and Chinese that mark themselves, and their export."""
