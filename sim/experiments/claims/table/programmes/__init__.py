"""Claims about points cards, clubs and customised goods."""
