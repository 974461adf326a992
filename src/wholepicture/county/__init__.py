"""A made-up county for training and measuring; nothing in it is real."""

from wholepicture.county.files import CountyCount, CountyExistsError, CountyTooLargeError, make_county, write_county

__all__ = ["CountyCount", "CountyExistsError", "CountyTooLargeError", "make_county", "write_county"]
