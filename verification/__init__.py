"""What to check next, the queue, the checks, what they teach, the clock-driven jobs.

Knows: reports and other signals, tasks, attempts, outcomes, how often a listing is looked at, who
was right how often. Must not know: pages, search engines, settings, what time it is (`now` is
handed in).
Start with `worth.py` (what a check is worth), `intake.py` (a signal becomes doubt and a task),
`task_queue.py` (rank, claim, release), `outcomes.py` (the one door to change), `learning.py` and
`relearning.py` (what checks teach: `rates.py`, `precision.py`, `costs.py`), `due.py` (tasks that
age opens), `reports.py` and `task_page.py` (what people see), `worker.py` and `scheduler.py` (the
clock). The SQL is in `store.py`, the tables in `tables.py`.
"""
