"""Rules of law and practice as data, each with its source, edition and effective date."""
