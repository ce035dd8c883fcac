"""Comments on things, the accounts that they mention, and who watches a thing."""
