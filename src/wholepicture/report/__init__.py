"""The page that a manager opens."""
