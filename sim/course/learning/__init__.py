"""What a class has learned, from its answers: gain, items, mistakes, and how sure its predictions were."""
