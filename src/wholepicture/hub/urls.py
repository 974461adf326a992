"""Where each screen stands."""

from django.urls import URLPattern, URLResolver, include, path

from wholepicture.hub.api.calls import api

handler500 = "wholepicture.hub.web.refusals.answer_broken"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("wholepicture.hub.web.signing_in.urls")),
    path("sign-in/", include("allauth.urls")),
    path("record-a-concern/", include("wholepicture.hub.web.concern.urls")),
    path("", include("wholepicture.hub.web.deciding.urls")),
    path("my-concerns/", include("wholepicture.hub.web.my_concerns.urls")),
    path("", include("wholepicture.hub.web.statements.urls")),
    path("why/", include("wholepicture.hub.web.why.urls")),
    path("search/", include("wholepicture.hub.web.search.urls")),
    path("links/", include("wholepicture.hub.web.links.urls")),
    path("findings/", include("wholepicture.hub.web.findings.urls")),
    path("work/", include("wholepicture.hub.web.work_list.urls")),
    path("across-children/", include("wholepicture.hub.web.partnership.urls")),
    path("ladders/", include("wholepicture.hub.web.ladders.urls")),
    path("my-teams/", include("wholepicture.hub.web.team.urls")),
    path("scrutiny/", include("wholepicture.hub.web.scrutiny.urls")),
    path("records/", include("wholepicture.hub.web.records.urls")),
    path("send-on/", include("wholepicture.hub.web.sending.urls")),
    path("known/", include("wholepicture.hub.web.chronology.urls")),
    path("mentions/", include("wholepicture.hub.web.confirming.urls")),
    path("work-with/", include("wholepicture.hub.web.access_given.urls")),
    path("requests/", include("wholepicture.hub.web.asking.urls")),
    path("emergency/", include("wholepicture.hub.web.emergencies.urls")),
    path("who-looked/", include("wholepicture.hub.web.access_log.urls")),
    path("notices/", include("wholepicture.hub.web.notices.urls")),
    path("sealed/", include("wholepicture.hub.web.sealing.urls")),
    path("identities/", include("wholepicture.hub.web.custody.urls")),
    path("people/", include("wholepicture.hub.web.people.urls")),
    path("meetings/", include("wholepicture.hub.web.meetings.urls")),
    path("case-reviews/", include("wholepicture.hub.web.case_reviews.urls")),
    path("returns/", include("wholepicture.hub.web.returns.urls")),
    path("imports/", include("wholepicture.hub.web.imports.urls")),
    path("api/", api.urls),
    path("checkpoints/", include("wholepicture.hub.web.checkpoints.urls")),
    path("replay/", include("wholepicture.hub.web.replay.urls")),
    path("tokens/", include("wholepicture.hub.web.tokens.urls")),
]
