"""Routes of saved views."""

from django.urls import path

from assetry.web.views import changing, choosing, reports, saving, schedule_forms, schedules

urlpatterns = [
    path("reports", reports.reports, name="reports"),
    path("reports/mail", schedules.schedules, name="report_schedules"),
    path("reports/mail/<str:public_id>", schedules.schedule, name="report_schedule"),
    path("reports/mail/<str:public_id>/edit", schedule_forms.edit, name="report_edit"),
    path("reports/mail/<str:public_id>/delete", schedules.delete, name="report_delete"),
    path("views/new", saving.create, name="view_create"),
    path("views/counts", choosing.counts, name="view_counts"),
    path("views/columns", choosing.columns, name="view_columns"),
    path("views/density", choosing.density, name="set_density"),
    path("views/plain", changing.plain, name="view_plain"),
    path("views/<str:public_id>/save", saving.save, name="view_save"),
    path("views/<str:public_id>/edit", saving.edit, name="view_edit"),
    path("views/<str:public_id>/mail", schedule_forms.new, name="report_create"),
    path("views/<str:public_id>/delete", changing.delete, name="view_delete"),
    path("views/<str:public_id>/<slug:name>", changing.act, name="view_act"),
]
