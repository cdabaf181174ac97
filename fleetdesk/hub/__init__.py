"""The other end of the sync: stateless over a store of journals."""
