"""Routes of the registers for auditors and regulators."""

from django.urls import path

from assetry.web.registers import views

urlpatterns = [
    path("registers", views.registers, name="registers"),
    path("registers/<slug:code>", views.register, name="register"),
    path("registers/<slug:code>.csv", views.register_csv, name="register_csv"),
]
