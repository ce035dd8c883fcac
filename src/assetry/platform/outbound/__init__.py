"""The one way out: HTTP to what is globally routable or allowed by name, within bounds of size and time."""
