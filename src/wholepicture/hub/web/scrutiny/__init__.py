"""Independent scrutiny: what was raised, who looked, what has no answer."""
