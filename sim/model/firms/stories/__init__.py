"""Stories: incidents and inventions that reach people one by one, and what firms do about them."""
