"""The hub's pages: a package for each screen; a screen is a stranger to every other screen."""
