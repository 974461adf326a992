"""Whole Picture: concerns read, linked across agencies, and shown as patterns across children. It never decides."""

__version__ = "0.1.0"
