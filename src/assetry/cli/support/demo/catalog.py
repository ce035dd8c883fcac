"""Categories, manufacturers, models and suppliers of the demo."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class DemoCategory:
    """A category of a kind: the prefix of its tags, and how many of the 600 devices are of it."""

    name: str
    kind: str
    icon: str
    prefix: str
    count: int = 0
    life_months: int = 36


@dataclass(frozen=True, slots=True)
class DemoModel:
    """A model of hardware: `weight` is how common within its category, `serial` its pattern (A letter, 9 digit).

    `since` is the month in which it came to market; empty: before the story.
    """

    category: str
    manufacturer: str
    name: str
    price: Decimal
    serial: str
    weight: int
    since: str
    number: str
    warranty_months: int
    supplier: str
    processor: str
    memory_gb: int
    storage_gb: int


CATEGORIES = (
    DemoCategory("Laptop", "hardware", "laptop", "LT-", 210),
    DemoCategory("Monitor", "hardware", "monitor", "MN-", 168, 60),
    DemoCategory("Phone", "hardware", "smartphone", "PH-", 92, 30),
    DemoCategory("Headset", "hardware", "headphones", "HS-", 41, 24),
    DemoCategory("Dock", "hardware", "dock", "DK-", 38, 48),
    DemoCategory("Network", "hardware", "network", "NW-", 25, 60),
    DemoCategory("Server", "hardware", "server", "SV-", 14, 60),
    DemoCategory("Printer", "hardware", "printer", "PR-", 12, 60),
    DemoCategory("Collaboration", "subscription", "app-window", "SB-"),
    DemoCategory("Business software", "subscription", "app-window", "SB-"),
    DemoCategory("Developer tools", "subscription", "app-window", "SB-"),
    DemoCategory("Security service", "subscription", "app-window", "SB-"),
    DemoCategory("Records", "information", "file-lock", "IN-"),
    DemoCategory("Design data", "information", "file-lock", "IN-"),
    DemoCategory("Credentials", "information", "file-lock", "IN-"),
    DemoCategory("Software", "software", "layout-grid", "SW-"),
    DemoCategory("System", "system", "server", "SY-"),
    DemoCategory("Database", "database", "database", "DB-"),
    DemoCategory("Virtual machine", "virtual_machine", "cpu", "VM-"),
    DemoCategory("Cloud resource", "cloud_resource", "cloud", "CR-"),
    DemoCategory("Certificate", "certificate", "badge-check", "CT-"),
    DemoCategory("Domain", "domain", "globe", "DM-"),
)

SUPPLIERS = (
    ("Dell Direct", "https://dell.example"),
    ("Computacenter", "https://computacenter.example"),
    ("Bechtle", "https://bechtle.example"),
    ("Apple Business", "https://apple.example"),
    ("Insight UK", "https://insight.example"),
    ("CDW", "https://cdw.example"),
)


# In the order of the fields of DemoModel.
_MODELS = """
Laptop|Apple|MacBook Pro 14 M4|2349.00|C02AA9Q9AA9A|9|2024-11||36|Apple Business|Apple M4|24|512
Laptop|Apple|MacBook Pro 14 M5|2449.00|C02AA9Q9AA9A|3|2025-10||36|Apple Business|Apple M5|24|512
Laptop|Apple|MacBook Air 13 M3|1199.00|FVFHK9AA9AAA|6|2024-03||12|Apple Business|Apple M3|16|512
Laptop|Lenovo|ThinkPad X1 Carbon G13|1879.00|PF9A9AA9|8|2025-01|21NX|36|Bechtle|Intel Core Ultra 7 258V|32|1000
Laptop|Lenovo|ThinkPad T14 G5|1310.00|PF9AA9A9|12|2024-04|21ML|36|Bechtle|Intel Core Ultra 5 125U|16|512
Laptop|Lenovo|ThinkPad P16s G3|2190.00|PF9AA9A9|3|2024-05|21KS|36|Bechtle|Intel Core Ultra 9 185H|64|1000
Laptop|Dell|Latitude 5450|1249.00|7AA9A99|14|2024-03||12|Dell Direct|Intel Core Ultra 5 135U|16|512
Laptop|Dell|Latitude 5420|1089.00|7AA9A99|8|2021-01||36|Dell Direct|Intel Core i5-1145G7|16|256
Laptop|Dell|Latitude 5400|1019.00|7AA9A99|3|2019-05||36|Dell Direct|Intel Core i5-8365U|16|256
Laptop|Dell|Precision 5690 Mobile Workstation, 64 GB, RTX 2000 Ada|3412.00|9AA9A99|3|2024-04||36|Dell Direct|Intel Core Ultra 9 185H|64|2000
Laptop|HP|EliteBook 845 G11|1420.00|5CG9999AAA|9|2024-06||24|Computacenter|AMD Ryzen 7 8840U|32|512
Laptop|Framework|Framework Laptop 13|1578.00|FRANAAAA99|2|2023-10||12|Bechtle|AMD Ryzen 7 7840U|32|1000
Monitor|Dell|UltraSharp U2725QE|589.00|CN0AAAAA9999|12|2025-02||36|Dell Direct|||
Monitor|Dell|UltraSharp U2424HE|289.00|CN0AAAAA9999|10|2023-11||36|Dell Direct|||
Monitor|Dell|P2723DE|329.00|CN0AAAAA9999|7|2022-06||36|Dell Direct|||
Monitor|LG|UltraFine 27UQ850|499.00|999AAAA9A999|5|2022-06||24|Computacenter|||
Monitor|HP|E27q G5|309.00|CNK9999AAA|6|2022-08||36|Computacenter|||
Monitor|Eizo|ColorEdge CG2700X|2790.00|99999999|1|2022-07||60|Bechtle|||
Phone|Apple|iPhone 16|849.00|AA9AA9AAAA|10|2024-09||12|Apple Business|||
Phone|Apple|iPhone 16e|649.00|AA9AA9AAAA|7|2025-02||12|Apple Business|||
Phone|Apple|iPhone 14|699.00|AA9AA9AAAA|5|2022-09||12|Apple Business|||
Phone|Samsung|Galaxy S25|799.00|R5CAA9999AA|4|2025-02||24|Computacenter|||
Phone|Samsung|Galaxy XCover7|399.00|R5CAA9999AA|4|2024-01||24|Computacenter|||
Phone|Fairphone|Fairphone 5|599.00|AA99999999|2|2023-09||60|Bechtle|||
Headset|Jabra|Evolve2 65|199.00|00AA9999999|6|||24|Computacenter|||
Headset|Jabra|Evolve2 85|349.00|00AA9999999|2|||24|Computacenter|||
Headset|Poly|Voyager Focus 2|229.00|S/NAA9999|2|||24|Computacenter|||
Headset|EPOS|Adapt 660|259.00|A99999999|1|||24|Computacenter|||
Dock|Dell|Thunderbolt Dock WD22TB4|259.00|CN0AAAAA9999|5|||36|Dell Direct|||
Dock|Lenovo|ThinkPad Universal USB-C Dock|219.00|ZABAA9999|4||40AY0090EU|36|Bechtle|||
Dock|CalDigit|TS4|399.00|B9A999999|2|||24|Apple Business|||
Network|HPE Aruba|CX 6200F 48G|3290.00|SG99AAAAAA|5||JL728A|60|Computacenter|||
Network|HPE Aruba|AP-635|690.00|CNAAAAA99A|8||R7J27A|60|Computacenter|||
Network|Fortinet|FortiGate 100F|2480.00|FG100FTK99999999|2|||12|Computacenter|||
Network|Ubiquiti|UniFi Switch Pro 24|649.00|AAAA99AA9999|3|||24|CDW|||
Server|Dell|PowerEdge R660|9840.00|AA9A9A9|5|||60|Dell Direct|2 × Intel Xeon Gold 6526Y|256|7680
Server|HPE|ProLiant DL360 Gen11|8720.00|CZ9999AAAA|3|||60|Computacenter|2 × Intel Xeon Silver 4510|128|3840
Server|Synology|RackStation RS2423RP+|2590.00|9999AAA999999|2|||36|CDW||32|48000
Printer|Xerox|Versant C450|18400.00|9999999999|1|||12|Insight UK|||
Printer|HP|Color LaserJet M555|789.00|CNBAA99999|3|||12|Computacenter|||
""".strip()  # noqa: E501


def _model(line: str) -> DemoModel:
    category, manufacturer, name, price, serial, weight, since, number, months, supplier, cpu, *sizes = (
        line.split("|")
    )
    memory_gb, storage_gb = (int(size or 0) for size in sizes)
    return DemoModel(
        category, manufacturer, name, Decimal(price), serial, int(weight), since, number, int(months), supplier, cpu,
        memory_gb, storage_gb,
    )  # fmt: skip


MODELS = tuple(_model(line) for line in _MODELS.splitlines())
