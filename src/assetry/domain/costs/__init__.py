"""What things cost beyond their price: bills of cloud providers, day by day."""
