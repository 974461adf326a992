"""Findings across children, and each finding."""
