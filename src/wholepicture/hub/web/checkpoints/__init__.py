"""What was sealed when, for those who have to be able to prove it."""
