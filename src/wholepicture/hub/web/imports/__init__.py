"""Extracts that people upload: read, shown, confirmed, undone."""
