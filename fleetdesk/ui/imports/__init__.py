"""A company's table in the window: its columns, what is refused and why, the import, and its undo."""
