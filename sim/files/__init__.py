"""Files: read only when ordinary, written whole or not at all, CSV safe for spreadsheets."""
