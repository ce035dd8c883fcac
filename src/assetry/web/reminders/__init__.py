"""Reminder policies, what they send, and the page behind the link in their mails."""
