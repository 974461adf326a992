"""Narratives read: indicators, people and things named, who it is about, and wording."""
