"""Facts that never change: what agencies and people said, decided, read and were shown."""
