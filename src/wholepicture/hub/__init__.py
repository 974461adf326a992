"""The hub: a Django project over the same journey as the command line."""
