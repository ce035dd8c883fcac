"""No models: the trail is written by the database and read through `queries.py`.

The module has to be there all the same: `post_migrate` passes over apps without one.
"""
