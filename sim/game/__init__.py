"""The game: people steer firms, in rounds; the simulator is the world between them."""
