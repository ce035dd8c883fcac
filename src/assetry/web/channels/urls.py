"""The routes of calendars and webhooks."""

from django.urls import path

from assetry.web.channels import calendars, unsubscribe, webhooks
from assetry.web.routes import Open, declared

urlpatterns = [
    path("calendar/<str:text>.ics", declared(Open.PUBLIC, calendars.feed), name="feed"),
    path("calendars", calendars.calendars, name="calendars"),
    path("calendars/new", calendars.new, name="calendar_create"),
    path("calendars/<str:public_id>/revoke", calendars.revoke, name="calendar_revoke"),
    path("unsubscribe/<str:text>", declared(Open.PUBLIC, unsubscribe.leave), name="unsubscribe"),
    path("unsubscribe/<str:text>/back", declared(Open.PUBLIC, unsubscribe.come_back), name="subscribe_again"),
    path("webhooks", webhooks.webhooks, name="webhooks"),
    path("webhooks/new", webhooks.new, name="webhook_create"),
    path("webhooks/deliveries/<str:public_id>/replay", webhooks.replay, name="webhook_replay"),
    path("webhooks/<str:public_id>", webhooks.webhook, name="webhook"),
    path("webhooks/<str:public_id>/edit", webhooks.edit, name="webhook_edit"),
    path("webhooks/<str:public_id>/rotate", webhooks.rotate, name="webhook_rotate"),
    path("webhooks/<str:public_id>/test", webhooks.test, name="webhook_test"),
    path("webhooks/<str:public_id>/end", webhooks.end, name="webhook_end"),
]
