"""What is decided on a concern, by whom, and what the raiser says to it."""
