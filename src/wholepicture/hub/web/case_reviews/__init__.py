"""Places with so many reports of anti-social behaviour that the case may be reviewed."""
