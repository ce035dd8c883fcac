"""The process that works on jobs, until SIGTERM or SIGINT; a running job is finished first."""

from procrastinate.contrib.django import app, django_connector

# A job that has not ended this many seconds after the signal is given up, and comes back by `retry_stalled_jobs`.
SHUTDOWN_SECONDS = 8.0


def run_worker(concurrency: int = 1, *, wait: bool = True) -> None:
    """Work on every queue; with `wait=False` only on what is there now."""
    connector = app.connector
    assert isinstance(connector, django_connector.DjangoConnector)  # noqa: S101 (what the Django app always has)
    with app.replace_connector(connector.get_worker_connector()) as worker_app:
        worker_app.run_worker(
            concurrency=concurrency,
            wait=wait,
            shutdown_graceful_timeout=SHUTDOWN_SECONDS,
            delete_jobs="never",
        )
