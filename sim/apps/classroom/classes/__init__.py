"""The class as a whole: its file, its console, actions over several markets, its debrief."""
