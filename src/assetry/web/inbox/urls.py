"""The routes of the inbox."""

from django.urls import path

from assetry.web.inbox import views

urlpatterns = [
    path("inbox", views.inbox, name="inbox"),
    path("inbox/new", views.new_task, name="inbox_task_create"),
    path("inbox/<str:public_id>/done", views.done, name="inbox_done"),
    path("inbox/<str:public_id>/take", views.take, name="inbox_take"),
    path("inbox/<str:public_id>/snooze", views.snooze, name="inbox_snooze"),
    path("inbox/<str:public_id>/delegate", views.delegate, name="inbox_delegate"),
]
