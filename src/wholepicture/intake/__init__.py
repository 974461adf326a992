"""Extracts as agencies send them, understood row by row; nothing is lost."""
