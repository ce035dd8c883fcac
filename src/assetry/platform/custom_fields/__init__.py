"""Fields that the organization defines itself: their definitions, their values, their indexes."""
