"""Every return from missing, and its return home interview."""
