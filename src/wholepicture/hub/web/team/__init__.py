"""A manager's teams: what they raised and what became of it."""
