"""Why the database could not be kept, in words for whoever typed `./run`."""


class UnableToKeep(Exception):
    """The hub's database could not be started or used. The message says why, and what would put it right."""


class NoPostgreSQL(UnableToKeep):
    """No PostgreSQL of version 15 or later was found: none was named, none is installed, none came with the packages."""


class OtherVersion(UnableToKeep):
    """The stored database was written by another version of PostgreSQL, which is not here. Nothing was changed."""


class FolderUnusable(UnableToKeep):
    """The folder for the database belongs to another account, cannot be reached, or has a path that is too long."""


class UnableToStart(UnableToKeep):
    """PostgreSQL was found but did not start; its own last words are given."""


class UnableToServe(UnableToKeep):
    """The PostgreSQL server that was named cannot be used: not reached, too old, or its accounts may do too much."""


class AlreadyRunning(UnableToKeep):
    """The hub already runs from this folder. One at a time: stop that one first, or use it."""
