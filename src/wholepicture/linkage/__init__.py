"""Which mentions speak of one person, place, vehicle or phone, with reasons, always reversible."""
