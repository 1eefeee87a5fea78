"""The gradebook of a class: marks from what the class recorded, the weights of its parts, and files for other systems."""
