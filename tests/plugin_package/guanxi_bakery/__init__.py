"""Plug-ins for Guanxi, one module each: what another package has to write to add a kind of each sort."""
