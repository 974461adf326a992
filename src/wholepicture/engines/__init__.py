"""The steps' ports made fast, and the stores that hold what they say."""
