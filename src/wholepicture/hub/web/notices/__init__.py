"""What the hub tells one person."""
