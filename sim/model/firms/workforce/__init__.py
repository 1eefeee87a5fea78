"""The people of the firm who win and keep customers: who they are and what they can do, and the contacts they make."""
