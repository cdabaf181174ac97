"""Work orders in the window: what an inspection leaves to do, and how it ended."""
