"""What Fleetdesk knows about equipment, without I/O, clock or randomness. Standard library only."""
