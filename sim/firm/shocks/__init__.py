"""One kind of shock per file: what may befall a market on a timetable."""
