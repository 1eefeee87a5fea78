"""User interfaces: command line, terminal, notebook, classroom."""
