"""Identity custody: who raised a protected concern, opened by two."""
