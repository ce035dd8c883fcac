"""The one redactor: what is secret does not reach logs and error reports, and no log line can be forged."""
