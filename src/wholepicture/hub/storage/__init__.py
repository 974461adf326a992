"""The hub's tables. Nobody above reads or writes a table but through this room."""
