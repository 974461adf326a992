"""Pages of what is counted elsewhere: a domain call gives one page and the total, and Django's paginator is told both."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest

LAST = 100_000


class _Counted(Sequence[Any]):
    def __init__(self, total: int) -> None:
        self._total = total

    def __len__(self) -> int:
        return self._total

    def __getitem__(self, _: Any) -> Any:
        return ()


def page_asked(request: HttpRequest) -> int:
    """The page that is asked for (`?page=`), from 1; 1 where it is no number."""
    asked = request.GET.get("page", "1")
    return int(asked) if asked.isascii() and asked.isdigit() and 0 < int(asked) < LAST else 1


def page_of(total: int, size: int, number: int) -> "Page[Any]":
    """The page for `parts/pagination.html`. Raises Http404 beyond the last one."""
    paginator = Paginator(_Counted(total), size)
    if number > paginator.num_pages:
        raise Http404
    return paginator.page(number)
