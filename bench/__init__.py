"""What Assetry costs, measured against floors; `make bench` prints a table and writes `bench/results/latest.json`.

How to add an operation: add a module to `bench/operations/` with

    OPERATIONS = ("list_page",)          # the names that its results carry; fixed by the issues

    def run(bench: Bench) -> Iterator[Result]:
        database = bench.database        # our own PostgreSQL with fsync, migrated, Django set up on it
        ...                              # make the rows, once, through operations or platform/audit/seed
        with Meter(database) as ours:    # wall seconds; CPU of this process, its children and PostgreSQL
            ...
        with Meter(database) as floor:   # the same answer with the least machinery, in the same run and state
            ...
        yield compared("list_page", rows=100_000, ours=ours, floor=floor, checksum_equal=a == b, sql_statements=8)

Import models inside `run`, or in modules that only `run` imports: Django is set up when `bench.database` is first
used. `python -m bench list_page` measures what is named; a module that raises is reported and fails the run.
"""
