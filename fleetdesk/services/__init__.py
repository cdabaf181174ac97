"""One file per thing a user does; listed in a file manager, this folder is the user's guide."""
