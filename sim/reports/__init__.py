"""Reports: HTML pages of a run, of exit management, of a game's debrief."""
