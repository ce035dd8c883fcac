"""Software: products, what was bought of them, and who has it. A license is a quantity, never a row per seat."""
