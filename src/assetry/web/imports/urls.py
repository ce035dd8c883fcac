"""Routes of imports."""

from django.urls import path

from assetry.web.imports import export_views, mend_views, views

urlpatterns = [
    path("imports", views.upload, name="import_assets"),
    path("imports/<str:public_id>", views.run, name="import_run"),
    path("imports/<str:public_id>/columns", views.columns, name="import_columns"),
    path("imports/<str:public_id>/dry-run", views.dry_run, name="import_dry_run"),
    path("imports/<str:public_id>/undo", views.undo, name="import_undo"),
    path("imports/<str:public_id>/mend", mend_views.mend, name="import_mend"),
    path("imports/<str:public_id>/rows/<int:number>", mend_views.row, name="import_row"),
    path("imports/<str:public_id>/rows", views.rows, name="import_rows"),
    path("imports/<str:public_id>/refused.csv", export_views.refused, name="import_refused"),
]
