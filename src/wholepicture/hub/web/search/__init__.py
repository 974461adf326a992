"""Search: people, places and vehicles by what somebody knows of them."""
