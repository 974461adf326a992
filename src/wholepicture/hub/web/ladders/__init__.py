"""The page of the partnership's ladders."""
