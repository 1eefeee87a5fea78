"""The debrief: what was decided, what it did, what nobody could see, what was luck. Computed from what was played."""
