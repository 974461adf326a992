"""Embedded PostgreSQL: found, started, kept and stopped; and the processes that make up a hub."""
