"""What to check next, the queue, the checks, the clock-driven jobs.

Knows: reports and other signals, tasks, attempts, outcomes, how often a listing is looked at.
Must not know: pages, search engines, settings, what time it is (`now` is handed in).
Start with `worth.py` (what a check is worth), `intake.py` (a report becomes doubt and a task),
`task_queue.py` (rank, claim, release), `outcomes.py` (the one door to change), `due.py` (tasks
that age opens), `reports.py` and `task_page.py` (what people see), `worker.py` and `scheduler.py`
(the clock). The SQL is in `store.py`, the tables in `tables.py`.
"""
