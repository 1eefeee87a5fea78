"""One market of a class: its game, what its instructor can do, and the state that pages are shown."""
