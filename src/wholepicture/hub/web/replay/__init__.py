"""Any past day as it was here."""
