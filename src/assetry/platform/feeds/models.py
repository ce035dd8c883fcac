"""A calendar of one account: what it shows is what the account may see when it is fetched."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assetry.kernel.public_id import new_public_id
from assetry.platform.audit.tables import Trailed, Wall


class Feed(models.Model):
    """The dates `field` of things of `entity` under a filter; without an entity what waits in the account's inbox."""

    trail = Trailed(wall=Wall.ACCOUNT, account_column="owner_user_id", mirrors=("public_id",))

    public_id = models.CharField(
        max_length=12, unique=True, default=new_public_id, editable=False, db_collation="C"
    )
    owner_user_id = models.BigIntegerField()
    name = models.CharField(_("Name"), max_length=80)
    entity = models.CharField(max_length=40, blank=True, db_collation="C")
    field = models.CharField(max_length=80, blank=True, db_collation="C")
    filter_text = models.TextField(_("Filter"), blank=True, max_length=4000)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
