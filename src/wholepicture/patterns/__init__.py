"""Patterns that run across children: what each asks, what it found and why, what speaks against it and what to ask next."""
