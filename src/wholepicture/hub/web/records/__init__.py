"""A record: a concern, or a row that an agency sent."""
