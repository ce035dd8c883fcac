"""The routes of reminders."""

from django.urls import path

from assetry.web.reminders import forms, link, views
from assetry.web.routes import Open, declared

urlpatterns = [
    path("reminders", views.reminders, name="reminders"),
    path("reminders/new", forms.new, name="reminder_create"),
    path("reminders/link/<str:text>", declared(Open.PUBLIC, link.link), name="reminder_link"),
    path("reminders/<str:public_id>", views.reminder, name="reminder"),
    path("reminders/<str:public_id>/edit", forms.edit, name="reminder_edit"),
    path("reminders/<str:public_id>/delete", views.delete, name="reminder_delete"),
]
