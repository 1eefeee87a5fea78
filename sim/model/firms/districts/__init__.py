"""Districts: where people live, and in which of them firms are to be found."""
