"""The life of the hub's database, and of the processes that `./run` starts. No framework.

`databases.open_database` is the door: it takes the server that an operator named, or keeps one of its own.
"""
