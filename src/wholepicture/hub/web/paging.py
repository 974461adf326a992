"""Pages of a list that is cut by whoever gives it."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

FURTHEST = 100_000


class Counted:
    """As many things as there are in all, of which one page is at hand: what Django's paginator cuts."""

    def __init__(self, total: int, page: tuple[Any, ...]) -> None:
        self.total, self.page = total, page

    def __len__(self) -> int:
        return self.total

    def __getitem__(self, _: slice) -> tuple[Any, ...]:
        return self.page


def number_in(request: HttpRequest, name: str = "page") -> int:
    """The page that is asked for, from 1; 1 for anything that is no number."""
    asked = request.GET.get(name, "1")
    return int(asked) if asked.isascii() and asked.isdigit() and 0 < int(asked) < FURTHEST else 1


def page_of(total: int, here: tuple[Any, ...], each: int, number: int) -> Page:
    """A page for `parts/pagination.html`."""
    return Paginator(Counted(total, here), each).get_page(number)
