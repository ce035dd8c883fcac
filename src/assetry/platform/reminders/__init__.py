"""Reminders: policies over described dates, and a record of everything that they sent."""
