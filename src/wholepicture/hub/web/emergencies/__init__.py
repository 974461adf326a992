"""Opening in an emergency, and its review."""
