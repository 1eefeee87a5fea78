"""The pictures of a chapter of the course, for notebooks and pages."""
