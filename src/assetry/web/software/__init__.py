"""Pages of licenses: products, what was bought of them, who has it."""
