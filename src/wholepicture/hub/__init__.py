"""The hub: where professionals of all agencies record concerns, see what became of them, and work with the picture."""
