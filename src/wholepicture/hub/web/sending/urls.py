"""Where concerns are sent on."""

from django.urls import path

from wholepicture.hub.web.sending import pages

app_name = "sending"
urlpatterns = [
    path("<str:record>/", pages.send, name="send"),
    path("<str:record>/<str:sent>/referral.<str:kind>", pages.referral, name="referral"),
    path("<str:record>/<str:sent>/their-reference/", pages.their_reference, name="their-reference"),
]
