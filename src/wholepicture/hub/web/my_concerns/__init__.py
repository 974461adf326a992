"""What somebody raised, and what became of it."""
