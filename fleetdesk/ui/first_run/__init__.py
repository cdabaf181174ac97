"""The first minutes: who works here, and where the fleet comes from."""
