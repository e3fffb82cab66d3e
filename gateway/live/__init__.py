"""Live updates: what happens on the bus, told to those who may see it, as server-sent events."""
