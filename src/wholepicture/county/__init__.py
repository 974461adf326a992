"""A made-up county for training and measuring; nothing in it is real."""

from wholepicture.county.files import CountyCount, CountyExists, CountyTooLarge, make_county, write_county

__all__ = ["CountyCount", "CountyExists", "CountyTooLarge", "make_county", "write_county"]
