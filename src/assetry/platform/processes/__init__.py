"""A tree of processes on one machine: starting, watching, stopping, and finding what an earlier tree left behind."""
