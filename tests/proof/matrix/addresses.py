"""Every address of the hub, from its URLconf, and who is to be answered what there.

An answer is one of: `page` (200), `why` (asked first what one looks for, then the page), `why-absent` (asked, and then:
there is no such thing, as for what does not exist), `absent` (404), `on` (sent on to another page), `post-only` (405),
`sign-in`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """A pattern of the URLconf: its whole route, and its name with its namespaces."""

    route: str
    name: str


def addresses() -> tuple[Address, ...]:
    """All of them, in the order in which they are tried."""
    return tuple(_under(get_resolver(), "", ""))


def _under(resolver: URLResolver, route: str, names: str) -> Iterator[Address]:
    for one in resolver.url_patterns:
        whole = route + str(one.pattern)
        if isinstance(one, URLPattern):
            yield Address(whole, names + (one.name or ""))
        else:
            yield from _under(one, whole, names + (f"{one.namespace}:" if one.namespace else ""))
