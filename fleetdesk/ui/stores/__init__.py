"""The Stores page: where the fleet is, when it is open, what waits there."""
