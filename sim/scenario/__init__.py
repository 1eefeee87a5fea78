"""What is asked: frozen declarations, read from a file, checked, explained."""
