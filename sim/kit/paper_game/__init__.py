"""The key-account game on paper (D4): its materials, the typed record of a game, and that game in the simulator."""
