"""What every page links to at its foot: how accessible the site is, and who can see what."""
