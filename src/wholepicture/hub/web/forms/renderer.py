"""The form renderer: GOV.UK markup for every form of the project, those of libraries included."""

from functools import cached_property
from pathlib import Path
from typing import Any

import django.forms
from django.forms.renderers import BaseRenderer
from django.template.backends.django import DjangoTemplates

from wholepicture.hub.web.forms.bound import PlainBoundField

_OWN = Path(__file__).parent / "templates"
_DJANGO = Path(django.forms.__file__).parent / "templates"


class PlainRenderer(BaseRenderer):
    """Draws forms from this room's templates, wherever the apps stand in INSTALLED_APPS; what we have none for is Django's.

    Set it with FORM_RENDERER = "wholepicture.hub.web.forms.renderer.PlainRenderer".
    """

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    bound_field_class = PlainBoundField

    @cached_property
    def engine(self) -> Any:
        """A template engine of its own, so that no other app's templates can stand before ours."""
        return DjangoTemplates(
            {
                "APP_DIRS": True,
                "DIRS": [_OWN, _DJANGO],
                "NAME": "plain forms",
                "OPTIONS": {"builtins": ["wholepicture.hub.web.forms.markup"]},
            }
        )

    def get_template(self, template_name: str) -> Any:
        """The template of that name from this room, else from Django, else from an app."""
        return self.engine.get_template(template_name)

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """As Django does, but fields that a choice reveals are drawn by that choice, never twice."""
        if template_name == self.form_template_name:
            revealed = {name for bound, _ in context["fields"] for name in bound.revealed_names}
            context = {**context, "fields": [pair for pair in context["fields"] if pair[0].name not in revealed]}
        rendered: str = super().render(template_name, context, request)
        return rendered
