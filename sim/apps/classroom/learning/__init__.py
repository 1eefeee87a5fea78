"""What a class has learned, collected from its tests, the files that were handed in, and its predictions."""
