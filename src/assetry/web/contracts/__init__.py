"""Pages of contracts, of what they cover, and of what ends."""
