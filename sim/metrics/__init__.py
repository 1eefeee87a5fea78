"""What a run shows, in numbers: pure functions of results, one formula and one file each.

The file, the function and the name on the menu are the same word; a new metric is one new file.
"""
