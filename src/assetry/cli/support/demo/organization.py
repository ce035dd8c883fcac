"""Companies, locations, departments and people of the demo."""

from dataclasses import dataclass
from random import Random

from assetry.kernel.text import name_sort

LABS, ROBOTICS, INC = "Larkfield Labs GmbH", "Larkfield Robotics Ltd", "Larkfield Inc."
DOMAIN = "larkfield.example"


@dataclass(frozen=True, slots=True)
class DemoCompany:
    """A company; the first is the parent of the others. `head_count` is how many people it has."""

    name: str
    time_zone: str
    currency: str
    locale: str
    head_count: int


@dataclass(frozen=True, slots=True)
class DemoLocation:
    """A location, by its path. `weight` is how many of its company's people sit there, in proportion."""

    company: str
    path: str
    manager: str
    address: str = ""
    country: str = ""
    weight: int = 0
    is_stockroom: bool = False

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition(" / ")[2]

    @property
    def parent(self) -> str:
        """The path of the location around it; empty for a site."""
        return self.path.rpartition(" / ")[0]


@dataclass(frozen=True, slots=True)
class DemoDepartment:
    """A department of a company with its cost center and its head."""

    company: str
    name: str
    cost_center: str
    head: str
    weight: int


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody. `location` is the path of where they sit."""

    number: int
    name: str
    company: str
    department: str
    job_title: str
    location: str

    @property
    def username(self) -> str:
        """First and last name with a dot between them, unaccented."""
        words = name_sort(self.name.replace("-", " ")).split()
        return f"{words[0]}.{words[-1]}"

    @property
    def email(self) -> str:
        """The address at the invented domain."""
        return f"{self.username}@{DOMAIN}"


COMPANIES = (
    DemoCompany(LABS, "Europe/Berlin", "EUR", "en", 82),
    DemoCompany(ROBOTICS, "Europe/London", "GBP", "en-GB", 45),
    DemoCompany(INC, "America/Chicago", "USD", "en", 23),
)

LOCATIONS = (
    DemoLocation(LABS, "Berlin HQ", "Priya Nair", "Torstraße 140, 10119 Berlin", "DE", 3),
    DemoLocation(LABS, "Berlin HQ / Floor 2", "Lena Vogel", weight=28),
    DemoLocation(LABS, "Berlin HQ / Floor 3", "Priya Nair", weight=34),
    DemoLocation(LABS, "Berlin HQ / Stockroom B1", "Sam Idris", weight=2, is_stockroom=True),
    DemoLocation(LABS, "Munich Lab", "Mei Chen", "Lothstraße 34, 80335 Munich", "DE", 20),
    DemoLocation(LABS, "Remote", "", weight=12),
    DemoLocation(ROBOTICS, "Leeds Works", "Marek Dvořák", "Whitehall Road 12, Leeds LS12 1BE", "GB", 12),
    DemoLocation(ROBOTICS, "Leeds Works / Workshop", "Marek Dvořák", weight=30),
    DemoLocation(ROBOTICS, "Leeds Works / Stockroom L1", "Marek Dvořák", weight=1, is_stockroom=True),
    DemoLocation(INC, "Austin Office", "Ingrid Aas", "600 Congress Avenue, Austin, TX 78701", "US", 23),
    DemoLocation(INC, "Austin Office / Server room", "Ingrid Aas"),
    DemoLocation(INC, "Austin Office / Storage", "Ingrid Aas", is_stockroom=True),
)
# Where a company keeps what nobody holds, and where its servers and switches stand.
STOCKROOM = {
    LABS: "Berlin HQ / Stockroom B1",
    ROBOTICS: "Leeds Works / Stockroom L1",
    INC: "Austin Office / Storage",
}
MACHINE_ROOM = {LABS: "Berlin HQ", ROBOTICS: "Leeds Works", INC: "Austin Office / Server room"}

DEPARTMENTS = (
    DemoDepartment(LABS, "IT", "4100", "Priya Nair", 8),
    DemoDepartment(LABS, "Product design", "4210", "Lena Vogel", 18),
    DemoDepartment(LABS, "Robotics software", "4220", "Jon Okafor", 20),
    DemoDepartment(LABS, "Data", "4230", "Mei Chen", 12),
    DemoDepartment(LABS, "Platform", "4240", "Tomás Ruiz", 12),
    DemoDepartment(LABS, "Security", "4110", "Noor Haddad", 4),
    DemoDepartment(LABS, "Finance", "4300", "Kwame Mensah", 8),
    DemoDepartment(LABS, "Service desk", "4120", "Sam Idris", 0),
    DemoDepartment(LABS, "Reception", "4310", "", 0),
    DemoDepartment(ROBOTICS, "Workshop", "6100", "Marek Dvořák", 24),
    DemoDepartment(ROBOTICS, "Engineering", "6200", "", 20),
    DemoDepartment(INC, "Sales", "8100", "Ingrid Aas", 14),
    DemoDepartment(INC, "Support", "8200", "", 8),
)

# Name, company, department, job, where they sit.
_KNOWN = (
    ("Priya Nair", LABS, "IT", "IT asset manager", "Berlin HQ / Floor 3"),
    ("Sam Idris", LABS, "IT", "Service-desk technician", "Berlin HQ / Stockroom B1"),
    ("Lena Vogel", LABS, "Product design", "Head of product design", "Berlin HQ / Floor 2"),
    ("Ana Petrov", LABS, "Product design", "Product designer", "Berlin HQ / Floor 2"),
    ("Björk Sigurðardóttir-Þorvaldsdóttir", LABS, "Product design", "Researcher", "Berlin HQ / Floor 2"),
    ("Jon Okafor", LABS, "Robotics software", "Robotics engineer", "Berlin HQ / Floor 3"),
    ("Mei Chen", LABS, "Data", "Data platform lead", "Berlin HQ / Floor 3"),
    ("Tomás Ruiz", LABS, "Platform", "Platform engineer", "Berlin HQ / Floor 3"),
    ("Noor Haddad", LABS, "Security", "Information security officer", "Berlin HQ / Floor 3"),
    ("Kwame Mensah", LABS, "Finance", "Procurement lead", "Berlin HQ / Floor 3"),
    ("Yuki Tanaka", LABS, "Product design", "Product designer", "Berlin HQ / Floor 2"),
    ("Marek Dvořák", ROBOTICS, "Workshop", "Workshop supervisor", "Leeds Works / Workshop"),
    ("Ingrid Aas", INC, "Sales", "Account director", "Austin Office"),
)

_FIRST = """
Amara Anton Aylin Bela Carla Chidi Clara David Deniz Elif Emil Emma Farah Felix Freya Gabriel Greta Hana Hugo Ida
Imani Isak Jana Jonas Kofi Lara Leo Lin Luca Maja Malik Marta Mateo Mila Nils Nora Oskar Paula Pavel Ravi Rosa
Sana Selma Simon Sofia Stefan Theo Vera Viktor Zoë
""".strip()
_LAST = """
Abebe Acosta Andersen Bauer Becker Berg Brandt Costa Demir Diallo Eriksen Fischer Fontaine García Haas Hansen Holm
Ibrahim Ivanova Jensen Kaya Keller Khan Klein Kowalski Krüger Larsen Lehmann Lindqvist Mäkinen Mendes Moreau Müller
Nagy Novák Nowak Osei Patel Popescu Richter Rossi Sato Schäfer Schmidt Silva Singh Sørensen Suzuki Wagner Weiß
""".strip()
_JOBS = {
    "IT": ("System administrator", "Client engineer", "IT buyer"),
    "Product design": ("Product designer", "Researcher", "Prototyper", "Design engineer"),
    "Robotics software": ("Robotics engineer", "Firmware engineer", "Test engineer"),
    "Data": ("Data engineer", "Data scientist", "Analyst"),
    "Platform": ("Platform engineer", "Site reliability engineer"),
    "Security": ("Security analyst", "Security engineer"),
    "Finance": ("Accountant", "Controller", "Buyer"),
    "Workshop": ("Technician", "Machinist", "Assembly lead", "Electrician"),
    "Engineering": ("Mechanical engineer", "Electronics engineer", "Process engineer"),
    "Sales": ("Account manager", "Sales engineer"),
    "Support": ("Support engineer", "Support lead"),
}


def make_people(random: Random) -> tuple[DemoPerson, ...]:
    """The 150: the known ones first, then as many of each company as it has."""
    people = [DemoPerson(number, *known) for number, known in enumerate(_KNOWN, start=1)]
    taken = {person.username for person in people}
    names = [f"{first} {last}" for first in _FIRST.split() for last in _LAST.split()]
    random.shuffle(names)
    for company in COMPANIES:
        missing = company.head_count - sum(person.company == company.name for person in people)
        departments = [department for department in DEPARTMENTS if department.company == company.name]
        places = [
            location
            for location in LOCATIONS
            if location.company == company.name and not location.is_stockroom
        ]
        for _ in range(missing):
            department = random.choices(departments, [d.weight for d in departments])[0]
            place = random.choices(places, [p.weight for p in places])[0]
            job = random.choice(_JOBS[department.name])
            person = DemoPerson(len(people) + 1, names.pop(), company.name, department.name, job, place.path)
            while person.username in taken:
                person = DemoPerson(
                    person.number, names.pop(), company.name, department.name, job, place.path
                )
            taken.add(person.username)
            people.append(person)
    return tuple(people)
