"""People, agencies, teams, the roles that they hold and who manages whom, over time; and how they sign in."""
