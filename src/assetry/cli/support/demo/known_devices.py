"""Devices that the demo's pages tell stories about; the others are drawn."""

# The day on which all of the demo's dates are written down; each is moved by as many days as today is away from it.
WRITTEN_ON = "2026-11-24"

# Tag, model, serial, status, holder (a person, a department, or nobody), location, bought on.
KNOWN = """
LT-1038|MacBook Pro 14 M4|C02FK1Q7MD6R|In use|Lena Vogel|Berlin HQ / Floor 2|2025-01-20
LT-1039|MacBook Pro 14 M4|C02FK1QAMD6R|In use|Björk Sigurðardóttir-Þorvaldsdóttir|Berlin HQ / Floor 2|2025-01-20
LT-1040|ThinkPad X1 Carbon G13|PF5A1CV2|In use|Priya Nair|Berlin HQ / Floor 3|2025-06-12
LT-1041|ThinkPad X1 Carbon G13|PF5A1CWX|In use|Noor Haddad|Berlin HQ / Floor 3|2025-06-12
LT-1042|Latitude 5450|7HX2K92|Missing|Kwame Mensah|Berlin HQ / Floor 3|2026-02-27
LT-1043|Latitude 5450|7HX2K93|In use|Ana Petrov|Berlin HQ / Floor 2|2026-02-27
LT-1044|Latitude 5450|7HX2K94|In use|Jon Okafor|Berlin HQ / Floor 3|2026-02-27
LT-1045|Latitude 5450|7HX2K95|In use|Mei Chen|Berlin HQ / Floor 3|2026-02-27
LT-1046|Latitude 5450|7HX2K96|In repair||Berlin HQ / Stockroom B1|2026-02-27
LT-1047|Latitude 5450|7HX2K97|In use|Kwame Mensah|Berlin HQ / Floor 3|2026-02-27
LT-1048|Latitude 5450|7HX2K98|In use|Product design|Berlin HQ / Floor 2|2026-02-27
LT-1051|EliteBook 845 G11|5CG4411QK7|In use|Sam Idris|Berlin HQ / Stockroom B1|2024-11-11
LT-1052|EliteBook 845 G11|5CG4411QK8|In use|Service desk|Berlin HQ / Stockroom B1|2024-11-11
LT-1053|EliteBook 845 G11|5CG4411QKB|In repair||Berlin HQ / Stockroom B1|2024-11-11
LT-1055|Precision 5690 Mobile Workstation, 64 GB, RTX 2000 Ada|9ZT4R63|In use|Tomás Ruiz|Berlin HQ / Floor 3|2025-09-30
LT-1056|Precision 5690 Mobile Workstation, 64 GB, RTX 2000 Ada|9ZT4R64|In use|Mei Chen|Berlin HQ / Floor 3|2025-09-30
LT-1058|MacBook Air 13 M3|FVFHK2XQ1WFV|In use|Reception|Berlin HQ / Floor 2|2024-03-04
LT-1059|MacBook Air 13 M3|FVFHK2XR1WFV|Missing|Product design|Berlin HQ / Floor 2|2024-03-04
LT-1061|Framework Laptop 13|FRANMBCP04|In use|Noor Haddad|Berlin HQ / Floor 3|2025-04-02
LT-1062|Framework Laptop 13||In use|Tomás Ruiz|Berlin HQ / Floor 3|2025-04-02
LT-1064|ThinkPad T14 G5|PF4XQ7T1|In use|Security|Berlin HQ / Floor 3|2024-10-21
LT-1065|ThinkPad T14 G5|PF4XQ7T2|In use|Finance|Berlin HQ / Floor 3|2024-10-21
LT-1066|ThinkPad T14 G5|PF4XQ7T3|Reserved||Berlin HQ / Stockroom B1|2024-10-21
LT-1067|Latitude 5450|7HX2K99|Reserved||Berlin HQ / Stockroom B1|2026-02-27
MN-0417|UltraSharp U2725QE|CN0WH7A20417|In use|Ana Petrov|Berlin HQ / Floor 2|2026-02-27
MN-0418|UltraSharp U2725QE|CN0WH7A20418|In use|Jon Okafor|Berlin HQ / Floor 3|2026-02-27
MN-0452|UltraSharp U2725QE|CN0WH7A20452|In stock||Berlin HQ / Stockroom B1|2026-08-12
PH-0220|iPhone 16|F4GKQ2X8LM|In use|Ana Petrov|Berlin HQ / Floor 2|2026-02-27
PH-0221|iPhone 16|F4GKQ2X9LM|In use|Jon Okafor|Berlin HQ / Floor 3|2026-02-27
PH-0231|iPhone 16e|H7RKT5W2NQ|In stock||Berlin HQ / Stockroom B1|2026-08-12
HS-0091|Evolve2 65|00EV2650091|In use|Jon Okafor|Berlin HQ / Floor 3|2025-05-14
HS-0114|Evolve2 65|00EV2650114|In use|Ana Petrov|Berlin HQ / Floor 2|2026-02-27
DK-0102|Thunderbolt Dock WD22TB4||On order|||2026-11-10
SV-0012|PowerEdge R660|JX9K4T3|In use||Austin Office / Server room|2025-03-18
NW-0031|CX 6200F 48G|SG45KN8C2Q|In transit||Leeds Works|2026-11-02
PR-0008|Versant C450|4417720981|In use|Workshop|Leeds Works / Workshop|2025-06-03
LT-1090|MacBook Pro 14 M5||Planned|||
LT-0871|Latitude 5420|7GK1M42|Retired||Leeds Works / Stockroom L1|2022-05-16
LT-0655|Latitude 5400|6FJ0L18|Disposed|||2020-09-08
""".strip()
