"""The window's own parts, each styled by the one sheet or painted from the theme's palette."""
