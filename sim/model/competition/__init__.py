"""Competition: imitation by rivals, and shocks to the market."""
