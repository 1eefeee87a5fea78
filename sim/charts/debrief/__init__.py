"""Charts of a game's debrief."""
