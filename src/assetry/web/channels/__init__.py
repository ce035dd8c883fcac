"""What leaves Assetry for other programs: calendars that are subscribed to, webhooks."""
