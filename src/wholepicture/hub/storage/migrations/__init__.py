"""Changes of this room's tables, in order."""
