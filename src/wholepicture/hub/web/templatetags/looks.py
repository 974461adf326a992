"""Tags and filters that every screen may use: {% load looks %}."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

import qrcode  # type: ignore[import-untyped]
from django import template
from django.conf import settings
from django.forms.renderers import get_default_renderer
from django.utils.safestring import SafeString

from wholepicture.hub.web import wording
from wholepicture.hub.web.forms.summary import troubles
from wholepicture.hub.web.marking import Mark, passages, pieces_of

register = template.Library()


@register.simple_tag
def field(bound: Any, size: str = "s", heading: bool = False) -> SafeString:
    """One field of a form. `size` is its label's: s, m, l or xl. `heading` makes the label the page's heading."""
    bound.size, bound.heading = size, heading
    rendered: SafeString = bound.as_field_group()
    return rendered


@register.simple_tag
def error_summary(*forms: Any) -> SafeString:
    """Every error of these forms and formsets, each leading to its input; nothing where there is none."""
    given = [form for form in forms if hasattr(form, "is_bound")]
    template = get_default_renderer().get_template("forms/error_summary.html")
    rendered: SafeString = template.render({"troubles": troubles(*given)})
    return rendered


@register.simple_tag
def error_prefix(*forms: Any) -> str:
    """What stands first in the page's title where something is wrong: "Error: "."""
    return "Error: " if troubles(*(form for form in forms if hasattr(form, "is_bound"))) else ""


@register.inclusion_tag("parts/marked.html")
def marked(text: str, marks: Iterable[Mark] = ()) -> dict[str, Any]:
    """A text with its marks; see `Mark`. Everything is escaped, and what cannot be seen is written out."""
    return {"passages": passages(text, marks)}


@register.inclusion_tag("parts/as_written.html")
def as_written(text: str) -> dict[str, Any]:
    """Anything that somebody wrote, short or long: escaped, with what cannot be seen written out."""
    return {"pieces": pieces_of(text)}


@register.filter
def day(value: date | None) -> str:
    """A day, or the London day of a moment: "3 March 2026". Empty for nothing."""
    return wording.say_date(value) if value else ""


@register.filter
def clock_time(value: datetime | time | None) -> str:
    """A time, or the London time of a moment: "4:05pm". Empty for nothing."""
    return wording.say_time(value) if value is not None and value != "" else ""


@register.filter
def moment(value: datetime | None) -> str:
    """A moment in London time: "3 March 2026 at 4:05pm". Empty for nothing."""
    return wording.say_moment(value) if value else ""


@register.simple_tag
def partnership() -> str:
    """The partnership's name, from the settings."""
    return str(getattr(settings, "PARTNERSHIP", ""))


@register.simple_tag
def in_training() -> bool:
    """Whether this hub holds the training county, where everybody is made up."""
    return bool(getattr(settings, "TRAINING", False))


@register.inclusion_tag("parts/qr_code.html")
def qr_code(content: str, label: str) -> dict[str, Any]:
    """A QR code as a drawing in the page: the content security policy lets no page show an image out of a URL's own text."""
    code = qrcode.QRCode(border=4)
    code.add_data(content)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return {"path": path, "side": len(rows), "label": label}


@register.filter
def page_numbers(page: Any) -> list[int | None]:
    """The numbers to show of a Django page: the first, the last and those around it; None stands for a gap."""
    return [
        number if isinstance(number, int) else None
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]


@register.simple_tag(takes_context=True)
def page_url(context: Any, number: int, name: str = "page") -> str:
    """This page's address with another page number; everything else that was asked for is kept."""
    query = context["request"].GET.copy() if "request" in context else None
    if query is None:
        return f"?{name}={number}"
    query[name] = str(number)
    return f"?{query.urlencode()}"
