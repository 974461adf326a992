"""Where the statements stand."""

from django.urls import path
from django.views.generic import TemplateView

urlpatterns = [
    path("accessibility/", TemplateView.as_view(template_name="statements/accessibility.html"), name="accessibility"),
    path("privacy/", TemplateView.as_view(template_name="statements/privacy.html"), name="privacy"),
]
