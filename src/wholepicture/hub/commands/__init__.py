"""The hub on the command line: start, migrate, journey, training county."""
