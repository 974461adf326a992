"""Who works with a record or a person, and whom one works with oneself."""
