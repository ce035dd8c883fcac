"""Pages of the organization: people, locations, departments, companies, suppliers, cost centers."""
