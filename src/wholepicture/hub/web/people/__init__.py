"""The administrator's pages about people: who has an account, which posts they hold, and who manages them."""
