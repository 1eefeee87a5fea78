"""Every command of the menu, as one calls it."""
