"""Embedded PostgreSQL: found, started, kept and stopped; and the processes that make up a hub.

`databases.open_database` is the door: it takes the server that an operator named, or keeps one of its own.
"""
