"""What a contract costs from a day on."""

import django.db.models.deletion
from django.db import migrations, models

from assetry.domain.contracts.ending_sql import ends_again
from assetry.domain.contracts.ends import CONTRACT_BY_STEPS
from assetry.platform.database.composite_keys import same_company


class Migration(migrations.Migration):
    """A table, and the ends of contracts that read it."""

    dependencies = [("contracts", "0012_tasks_of_decisions"), ("organization", "0005_search_everything")]

    operations = [
        migrations.CreateModel(
            name="PriceStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField()),
                ("months", models.PositiveSmallIntegerField()),
                ("amount", models.DecimalField(decimal_places=4, max_digits=16)),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organization.company",
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="contracts.contract",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "starts_on"), name="pricestep_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("months__gte", 1)), name="pricestep_has_months"
                    ),
                ],
            },
        ),
        same_company("contracts_pricestep", "contract_id", "contracts_contract"),
        ends_again(CONTRACT_BY_STEPS),
    ]
