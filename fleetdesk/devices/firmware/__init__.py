"""Firmware of modules: images checked before the first byte, sent, tested, confirmed or reverted."""
