"""The installation itself: its state for administrators, its health for machines."""
