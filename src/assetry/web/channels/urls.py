"""The routes of calendars and webhooks."""

from django.urls import path

from assetry.web.channels import calendars, webhooks
from assetry.web.routes import Open, declared

urlpatterns = [
    path("calendar/<str:text>.ics", declared(Open.PUBLIC, calendars.feed), name="feed"),
    path("calendars", calendars.calendars, name="calendars"),
    path("calendars/new", calendars.new, name="calendar_create"),
    path("calendars/<str:public_id>/revoke", calendars.revoke, name="calendar_revoke"),
    path("webhooks", webhooks.webhooks, name="webhooks"),
    path("webhooks/new", webhooks.new, name="webhook_create"),
    path("webhooks/deliveries/<str:public_id>/replay", webhooks.replay, name="webhook_replay"),
    path("webhooks/<str:public_id>", webhooks.webhook, name="webhook"),
    path("webhooks/<str:public_id>/test", webhooks.test, name="webhook_test"),
    path("webhooks/<str:public_id>/end", webhooks.end, name="webhook_end"),
]
