"""Certificates: who is who, until when."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.kinds.describing import described
from assetry.domain.assets.kinds.facet import FacetRow, facet_key
from assetry.domain.assets.kinds.groups import SYSTEMS
from assetry.domain.assets.kinds.kind import FileReader, Kind
from assetry.domain.assets.kinds.pem import read_certificate

CODE = "certificate"


class AssetCertificate(FacetRow):
    """The facet of a certificate (X.509)."""

    asset = facet_key(CODE)
    subject = models.CharField(_("Subject"), max_length=300, blank=True)
    subject_names = models.CharField(_("Names"), max_length=1000, blank=True)
    issuer = models.CharField(_("Issuer"), max_length=300, blank=True)
    certificate_serial = models.CharField(_("Certificate serial"), max_length=60, blank=True)
    fingerprint = models.CharField(_("Fingerprint"), max_length=100, blank=True)
    not_before = models.DateField(_("Valid from"), null=True, blank=True)
    not_after = models.DateField(_("Valid to"), null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(facet=CODE), name="assetcertificate_facet")]

    def __str__(self) -> str:
        return f"{self.asset_id}"


FIELDS = described(
    AssetCertificate,
    CODE,
    subject_names={"help": _("The names that it is valid for, with commas between")},
    fingerprint={"help": "SHA-256"},
    not_after={"rank": 1, "default_column": True},
)

KIND = Kind(
    code=CODE,
    position=27,
    group=SYSTEMS,
    table=AssetCertificate,
    fields=FIELDS,
    plural=_("Certificates"),
    create=_("Certificate"),
    panel=_("Certificate"),
    about=_("Certificates prove names to others, until a day that somebody has to know."),
    icon="badge-check",
    columns=(
        ("owner_person", None),
        ("issuer", 3),
        ("subject_names", 4),
        ("not_after", None),
    ),
    runs_out={"not_after": ("badge-check", _("Certificate"))},
    filled_by=FileReader(verb=_("Fill from a file"), accept=".pem,.crt,.cer,.der", read=read_certificate),
)
