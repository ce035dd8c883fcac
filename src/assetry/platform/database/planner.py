"""How our connections let PostgreSQL plan (docs/adr/0006)."""

# A page joins up to 18 small tables one-to-one. Trying every order of eight takes 20 ms, and the order that
# the query is written in is as good: the asset first, then what it names.
PLANNER_OPTIONS = "-c join_collapse_limit=4"
