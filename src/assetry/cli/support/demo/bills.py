"""What the demo's cloud provider bills: three resources that are registered, and one that nobody knows."""

import hashlib
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from django.db import connection

from assetry.cli.support.demo.setting import Setting
from assetry.domain.costs.cloud_sql import REFRESH
from assetry.domain.costs.models import CloudBill, CloudCharge

PAYER: Final = "demo-payer"  # the billing account by which these rows are found again
FILE: Final = "demo-bill.csv"
DAYS: Final = 45
_RESOURCES: Final = """
AWS|larkfield-prod|archive|telemetry-archive|S3 bucket|Amazon S3|eu-central-1|3.42
AWS|larkfield-prod|ingest|telemetry-ingest|EKS cluster|Amazon EKS|eu-central-1|21.87
AWS|larkfield-lab|i-0b7d44e1|gpu-experiment|Instance|Amazon EC2|us-east-1|12.24
AWS|larkfield-prod|||Support|AWS Support||4.10
Cloudflare|larkfield|larkfield-site|website|Pages|Cloudflare Pages||0.83
"""


def write_bills(setting: Setting, last: date, at: datetime) -> None:
    """Six weeks of them up to a day, in the first company, as one bill. Under an open event."""
    company = next(iter(setting.companies.values()))
    CloudCharge.objects.bulk_create(
        CloudCharge(
            company=company,
            provider=provider,
            provider_key=provider.lower(),
            billing_account=PAYER,
            account=account,
            resource_id=resource,
            resource_key=resource,
            name=name,
            resource_type=kind,
            service=service,
            region=region,
            day=last - timedelta(days=ago),
            currency="USD",
            cost=Decimal(cost) + Decimal(ago % 7) / 10,
            billed=Decimal(cost) + Decimal(ago % 7) / 10,
        )
        for ago in range(DAYS)
        for provider, account, resource, name, kind, service, region, cost in (
            line.split("|") for line in _RESOURCES.split("\n") if line
        )
    )
    CloudBill.objects.create(
        company=company,
        file_name=FILE,
        sha256=hashlib.sha256(FILE.encode()).hexdigest(),
        first_day=last - timedelta(days=DAYS - 1),
        last_day=last,
        charges=CloudCharge.objects.filter(billing_account=PAYER).count(),
        changed=CloudCharge.objects.filter(billing_account=PAYER).count(),
        read_at=at,
    )
    with connection.cursor() as cursor:
        cursor.execute(REFRESH, [company.pk])


def remove_bills() -> None:
    """Take them away again."""
    CloudCharge.objects.filter(billing_account=PAYER).delete()
    CloudBill.objects.filter(file_name=FILE).delete()
