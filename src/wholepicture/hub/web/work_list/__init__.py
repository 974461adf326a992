"""What waits for somebody of the hub, and who deals with it."""
