"""A made-up county for training and measuring; nothing in it is real."""
