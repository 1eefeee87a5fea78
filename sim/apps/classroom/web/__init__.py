"""The web server: addresses, who may ask, what a request may hold, files to take home."""
