"""Where each screen stands."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("wholepicture.hub.web.signing_in.urls")),
    path("sign-in/", include("allauth.urls")),
    path("", include("wholepicture.hub.web.statements.urls")),
    path("why/", include("wholepicture.hub.web.why.urls")),
    path("people/", include("wholepicture.hub.web.people.urls")),
    path("imports/", include("wholepicture.hub.web.imports.urls")),
    path("tokens/", include("wholepicture.hub.web.tokens.urls")),
]
