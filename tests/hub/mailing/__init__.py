"""Mail: what is mailed to whom, how it leaves, and that nothing depends on it."""
