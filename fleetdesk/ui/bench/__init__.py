"""The Bench page: what is on the cable, and the inspection of it."""
