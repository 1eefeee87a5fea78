"""Results of a run: simulate, tables, filters of events, spells, storage."""
