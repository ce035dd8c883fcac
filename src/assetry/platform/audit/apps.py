"""The audit app: the trail of every change."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class AuditConfig(AppConfig):
    """The trail; every `migrate` brings its functions, triggers, partitions and rights up to date."""

    name = "assetry.platform.audit"
    label = "audit"

    def ready(self) -> None:
        """Bring the database in step around each migrate, whoever runs it."""
        from assetry.platform.audit import checks
        from assetry.platform.audit.install import install_after_migrate
        from assetry.platform.audit.upgrading import install_before_migrate

        pre_migrate.connect(install_before_migrate, sender=self, dispatch_uid="audit.functions")
        checks.register()
        post_migrate.connect(install_after_migrate, sender=self, dispatch_uid="audit.install")
