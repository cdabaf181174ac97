"""The log of inspections and of the services done."""
