"""Metrics of programmes: gain, erosion, first-mover advantage, cost, liability."""
