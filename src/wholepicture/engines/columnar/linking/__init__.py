"""Whole registers at once: the rows of person tables linked with arrays, with the same bits as one row by itself."""
