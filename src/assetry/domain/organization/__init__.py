"""The organization: companies, departments, locations, people, suppliers."""
