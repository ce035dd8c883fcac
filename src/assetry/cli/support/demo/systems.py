"""Software, systems, databases, machines, certificates and domains of the demo: a few of each."""

from datetime import date
from typing import Any

from assetry.cli.support.demo.organization import LABS
from assetry.cli.support.demo.services import COMPANY_OF_OWNER, Service

# By category: the prefix of tags, then per line name, owner, classification, criticality and the facet's values.
_COLUMNS = {
    "Software": (
        "SW",
        ("product|publisher|release|latest_release|origin|function_class"
         "|artificial_intelligence|risk_class|allowed_data_class|support_ends_on"),
    ),
    "System": (
        "SY",
        ("technical_owner|users|availability_objective|availability_actual|recovery_time_objective"
         "|recovery_time_actual|recovery_point_objective|recovery_point_actual"
         "|is_third_party|country_of_provider|country_at_rest|substitutability"),
    ),
    "Database": ("DB", "engine|edition|engine_version|instance_name|availability_role|engine_support_ends_on"),
    "Virtual machine": (
        "VM", "host_name|platform|operating_system|virtual_processors|virtual_memory_gb|virtual_disk_gb",
    ),
    "Cloud resource": ("CR", "provider|account|region|resource_type|resource_id|resource_tags"),
    "Certificate": ("CT", "subject|subject_names|issuer|not_before|not_after"),
    "Domain": ("DM", "registrar|registered_on|expires_on|renews_itself"),
}  # fmt: skip
_ROWS = {
    "Software": """
LibreOffice|Priya Nair||normal|LibreOffice|The Document Foundation|25.8|26.2|open_source|Office||||2026-12-12
FreeCAD|Marek Dvořák||normal|FreeCAD|FreeCAD|1.0|1.1|open_source|Design||||2027-06-30
Fleet console|Jon Okafor||critical|Fleet console|Larkfield|4.12|4.12|in_house|Robot operations||||
Coding assistant|Jon Okafor||normal|Coding assistant|Larkfield|2|2|in_house|Development|agent|limited|internal|
Meeting notes|Lena Vogel||low|Meeting notes|Scribe Labs|2026.9|2026.10|bought|Notes|tool|minimal|internal|2027-02-28
""",
    "System": """
Robot telemetry|Mei Chen|confidential|critical|Tomás Ruiz|Customers|4|3|60|45|15|15||||
Order handling|Ingrid Aas|confidential|high|Jon Okafor|Sales|3|3|240|180|60|30||||
Payroll|Kwame Mensah|restricted|high|Priya Nair|Human resources|2|2|1440|2880|240|60|yes|DE|DE|hard
Build farm|Jon Okafor|internal|normal|Tomás Ruiz|Engineering|2|3|480|120|1440|60||||
""",
    "Database": """
telemetry-main|Tomás Ruiz|confidential|critical|PostgreSQL||17.6|telemetry|primary|2029-11-08
telemetry-standby|Tomás Ruiz|confidential|high|PostgreSQL||17.6|telemetry|standby|2029-11-08
orders|Jon Okafor|confidential|high|PostgreSQL||14.19|orders|standalone|2026-11-12
payroll|Priya Nair|restricted|high|SQL Server|Standard|2019|PAYROLL|standalone|2030-01-08
""",
    "Virtual machine": """
app-01|Tomás Ruiz||high|app-01.larkfield.example|Proxmox VE|Debian 12|8|32|200
app-02|Tomás Ruiz||high|app-02.larkfield.example|Proxmox VE|Debian 12|8|32|200
build-01|Jon Okafor||normal|build-01.larkfield.example|Proxmox VE|Ubuntu 24.04|32|128|2000
""",
    "Cloud resource": """
telemetry-archive|Mei Chen|confidential|high|AWS|larkfield-prod|eu-central-1|S3 bucket|archive|team=data
telemetry-ingest|Mei Chen|confidential|critical|AWS|larkfield-prod|eu-central-1|EKS cluster|ingest|team=data
website|Lena Vogel|public|normal|Cloudflare|larkfield||Pages|larkfield-site|team=web
""",
    "Certificate": """
larkfield.example|Noor Haddad||high|CN=larkfield|larkfield.example, www.larkfield.example|R12|2026-10-02|2026-12-31
telemetry.larkfield.example|Noor Haddad||critical|CN=telemetry|telemetry.larkfield.example|G2|2026-01-15|2027-02-14
Firmware signing|Noor Haddad|restricted|critical|CN=Larkfield Firmware||Larkfield Root|2024-03-01|2029-03-01
""",
    "Domain": """
larkfield.example|Tomás Ruiz||critical|Gandi|2011-05-03|2027-05-03|yes
larkfield-robotics.example|Tomás Ruiz||normal|Gandi|2019-09-20|2026-12-20|
lark-field.example|Lena Vogel||low|OVH|2016-02-11|2027-02-11|yes
""",
}  # fmt: skip
_NUMBERS = ("_objective", "_actual", "virtual_")


def make_systems() -> tuple[Service, ...]:
    """Every one of them, of the company of whoever answers for it."""
    return tuple(
        _made(category, number, line)
        for category, text in _ROWS.items()
        for number, line in enumerate(text.strip().splitlines(), start=1)
    )


def _made(category: str, number: int, line: str) -> Service:
    name, owner, classification, criticality, *values = line.split("|")
    prefix, columns = _COLUMNS[category]
    facet = {key: _value(key, text) for key, text in zip(columns.split("|"), values, strict=True)}
    return Service(
        tag=f"{prefix}-{number:04d}", name=name, category=category, owner=owner,
        company=COMPANY_OF_OWNER.get(owner, LABS),
        classification=classification, criticality=criticality, facet=facet,
    )  # fmt: skip


def _value(column: str, text: str) -> Any:
    if column.endswith("_on") or column in {"not_before", "not_after"}:
        return date.fromisoformat(text) if text else None
    if column.endswith(_NUMBERS[:2]) or column.startswith(_NUMBERS[2]):
        return int(text) if text else None
    return text == "yes" if column in {"renews_itself", "is_third_party"} else text
