"""The hub's screens, and the looks that they share."""
