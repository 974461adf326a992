"""Who looked."""
