"""The worker, for tests."""

from concurrent.futures import ThreadPoolExecutor

from assetry.platform.jobs.worker import run_worker


def work_off() -> None:
    """Work on what is in the queue now, in a thread: where a browser was driven, the test's own has a running loop."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        pool.submit(run_worker, wait=False).result()
