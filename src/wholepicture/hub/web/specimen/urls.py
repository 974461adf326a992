"""The specimen's addresses: a whole site of its own, never part of the hub's."""

from django.urls import include, path, register_converter
from django.urls.converters import PathConverter

from wholepicture.hub.web.specimen import pages


class TemplatePath(PathConverter):
    """The path of a template."""

    regex = r"(account|mfa|socialaccount)/[a-z_/]+\.html"


register_converter(TemplatePath, "template")

urlpatterns = [
    path("", pages.parts),
    path("form/", pages.form),
    path("form/<str:state>/", pages.form),
    path("hidden/", pages.hidden),
    path("unavailable/", pages.unavailable),
    path("sign-in/<template:template>", pages.sign_in),
    path("", include("wholepicture.hub.web.statements.urls")),
    path("accounts/", include("allauth.urls")),
    path("keys/", include("allauth.mfa.webauthn.urls")),
    path("keys/trust/", pages.parts, name="mfa_trust"),
    path("keys/sign-in/", pages.parts, name="mfa_login_webauthn"),
]
