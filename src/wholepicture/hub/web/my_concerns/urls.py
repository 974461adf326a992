"""Where one's own concerns stand."""

from django.urls import path

from wholepicture.hub.web.my_concerns import pages

app_name = "concerns"
urlpatterns = [
    path("", pages.mine, name="mine"),
    path("<str:reference>/", pages.concern, name="concern"),
    path("<str:reference>/receipt.json", pages.receipt_file, name="receipt-file"),
    path("<str:reference>/receipt-<int:number>.json", pages.receipt_file_of_addition, name="receipt-file-of-addition"),
    path("<str:reference>/received/", pages.receipt, name="receipt"),
]
