"""Coming in, choosing the post to act in, and going out; and the gate before every other screen."""
