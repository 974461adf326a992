"""What is known of one person, place, vehicle, phone or online name, across agencies."""
