"""Signing in, and what secures it: second factors, sessions, links of mails."""
