"""The gradebook of a class: marks from what it recorded, the weights of the parts, and files for other systems."""
