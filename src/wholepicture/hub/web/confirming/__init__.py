"""Who a mention is: a practitioner confirms it, or says that a record is not about whom it was taken for."""
