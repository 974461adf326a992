"""What the facts amount to, as known at a moment."""
