"""Devices as processes, served from a pack's [simulate] table."""
