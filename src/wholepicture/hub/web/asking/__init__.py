"""Possible match: ask, and the answer."""
