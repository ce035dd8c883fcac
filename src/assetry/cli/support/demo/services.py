"""Subscriptions and information of the demo: what nobody can touch, and somebody answers for."""

from dataclasses import dataclass, field
from typing import Any

from assetry.cli.support.demo.organization import INC, LABS, ROBOTICS


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One subscription or information asset. `owner` is a person; `facet` the values of its kind."""

    tag: str
    name: str
    category: str
    company: str
    owner: str
    status: str = "Active"
    ends_on: str = ""
    cost: str = ""
    classification: str = ""
    criticality: str = "normal"
    facet: dict[str, Any] = field(default_factory=dict)


# Name, category, plan, billed, sign-on, data class, ends on, a year, owner.
_SUBSCRIPTIONS = """
Microsoft 365 E3|Collaboration|E3|year|required|confidential|2027-03-31|62640|Priya Nair
Slack Business+|Collaboration|Business+|year|required|confidential|2027-02-28|21600|Priya Nair
Zoom Workplace|Collaboration|Business|year|required|internal|2026-12-31|7920|Priya Nair
Miro Enterprise|Collaboration|Enterprise|year|required|confidential|2027-05-11|9360|Lena Vogel
Notion Business|Collaboration|Business|month|optional|confidential|2027-01-04|5184|Lena Vogel
Adobe Creative Cloud|Collaboration|All Apps|year|optional|internal|2026-12-20|16848|Lena Vogel
Figma Organization|Collaboration|Organization|year|required|confidential|2027-01-14|20160|Lena Vogel
Salesforce Sales Cloud|Business software|Professional|year|required|restricted|2027-08-01|33600|Ingrid Aas
HubSpot Marketing|Business software|Professional|year|optional|restricted|2027-04-15|10680|Ingrid Aas
Personio|Business software|Core|year|required|restricted|2027-06-30|12240|Kwame Mensah
DATEV Rechnungswesen|Business software|Compact|month|no|restricted|2027-01-31|3480|Kwame Mensah
DocuSign|Business software|Business Pro|year|optional|confidential|2027-02-10|4560|Kwame Mensah
SolidWorks|Business software|Professional|year|no|confidential|2027-03-22|28500|Marek Dvořák
Altium Designer|Business software|Standard|year|no|confidential|2027-09-05|11800|Marek Dvořák
JetBrains All Products|Developer tools|All Products|year|required|internal|2027-03-03|13776|Tomás Ruiz
GitHub Enterprise|Developer tools|Enterprise Cloud|month|required|confidential|2027-01-01|13608|Tomás Ruiz
Datadog|Developer tools|Pro|month|required|internal|2027-01-01|18720|Tomás Ruiz
Sentry|Developer tools|Business|year|required|internal|2027-07-19|3840|Jon Okafor
Postman|Developer tools|Professional|year|optional|internal|2027-04-02|2088|Jon Okafor
Snowflake|Developer tools|Enterprise|month|required|restricted|2027-01-01|26400|Mei Chen
Tableau Cloud|Developer tools|Creator|year|required|confidential|2027-05-27|8640|Mei Chen
1Password Business|Security service|Business|year|required|restricted|2027-02-18|14400|Noor Haddad
CrowdStrike Falcon|Security service|Enterprise|year|required|confidential|2027-10-31|19800|Noor Haddad
KnowBe4|Security service|Platinum|year|required|internal|2027-03-09|3960|Noor Haddad
Cloudflare|Security service|Business|month|required|internal|2027-01-01|3000|Tomás Ruiz
""".strip()

# Name, category, classification, criticality, personal data, legal basis, purpose, months kept, owner.
_INFORMATION = """
Payroll records|Records|restricted|high|yes|legal_obligation|Paying people|120|Kwame Mensah
Personnel files|Records|restricted|high|yes|contract|Employing people|36|Kwame Mensah
Applicant records|Records|confidential|normal|yes|consent|Hiring|6|Kwame Mensah
Customer telemetry records|Records|confidential|critical|yes|contract|Improving robots at customers|24|Mei Chen
Customer contracts|Records|confidential|high|yes|contract|Selling|120|Ingrid Aas
Customer contacts|Records|confidential|normal|yes|legitimate_interests|Selling|24|Ingrid Aas
Support tickets|Records|confidential|normal|yes|contract|Helping customers|36|Ingrid Aas
Supplier contracts|Records|confidential|normal|no||Buying|120|Kwame Mensah
General ledger|Records|restricted|high|no||Accounting|120|Kwame Mensah
Access logs|Records|restricted|normal|yes|legitimate_interests|Security|12|Noor Haddad
Incident reports|Records|restricted|high|yes|legal_obligation|Security|60|Noor Haddad
Video of entrances|Records|restricted|low|yes|legitimate_interests|Protecting the building|1|Noor Haddad
Research recordings|Design data|confidential|normal|yes|consent|Research with users|24|Lena Vogel
Product designs|Design data|restricted|high|no||Making products||Lena Vogel
Robot firmware sources|Design data|restricted|critical|no||Making products||Jon Okafor
Mechanical drawings|Design data|restricted|critical|no||Making products||Marek Dvořák
Test reports|Design data|internal|normal|no||Proving conformity|120|Marek Dvořák
Machine calibration data|Design data|internal|normal|no||Making products|60|Marek Dvořák
Code signing keys|Credentials|restricted|critical|no||Signing firmware||Noor Haddad
Cloud root credentials|Credentials|restricted|critical|no||Running services||Tomás Ruiz
""".strip()

COMPANY_OF_OWNER = {"Ingrid Aas": INC, "Marek Dvořák": ROBOTICS}


def make_services() -> tuple[Service, ...]:
    """The 25 subscriptions and 20 information assets."""
    subscriptions = [_subscription(n, line) for n, line in enumerate(_SUBSCRIPTIONS.splitlines(), start=1)]
    information = [_information(n, line) for n, line in enumerate(_INFORMATION.splitlines(), start=1)]
    return (*subscriptions, *information)


def _subscription(number: int, line: str) -> Service:
    name, category, plan, billed, sign_on, data_class, ends_on, cost, owner = line.split("|")
    return Service(
        tag=f"SB-{number:04d}", name=name, category=category, company=COMPANY_OF_OWNER.get(owner, LABS), owner=owner,
        ends_on=ends_on, cost=cost, classification=data_class,
        facet={"plan": plan, "billing_period": billed, "single_sign_on": sign_on, "data_class": data_class},
    )  # fmt: skip


def _information(number: int, line: str) -> Service:
    name, category, classification, criticality, personal, basis, purpose, months, owner = line.split("|")
    return Service(
        tag=f"IN-{number:04d}", name=name, category=category, company=COMPANY_OF_OWNER.get(owner, LABS), owner=owner,
        status="Under review" if name == "Access logs" else "Active", classification=classification,
        criticality=criticality,
        facet={
            "holds_personal_data": personal == "yes", "legal_basis": basis, "purpose": purpose,
            "retention_months": int(months) if months else None,
        },
    )  # fmt: skip
