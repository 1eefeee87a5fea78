"""The debrief drawn: pictures, a page that stands by itself, and a view in a notebook."""
