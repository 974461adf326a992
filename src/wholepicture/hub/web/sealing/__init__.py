"""Sealing a child, an adult or a record, and lifting a seal."""
