"""The Today page: where to go, what waits."""
