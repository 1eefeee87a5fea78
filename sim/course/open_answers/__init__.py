"""Open answers that people mark by a rubric: who marks whose, and what the marks come to."""
