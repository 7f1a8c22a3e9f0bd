"""Opening hours: what people write, read into HSDS schedule rows.

Start with `reading.read_hours`: text (`text`, `shapes`, `tokens`) -> atoms (`days`, `times`) ->
clauses (`clauses`: which days go with which times) -> statements -> rows. What the reader does not
understand it gives back in `Hours.rest`, and then nobody may say "open". The words stand in
`words_en.toml` and `words_es.toml`, apart from the algorithm. Columns and
formats that are no prose are in `structured` and `osm`. What is here knows no clock, no store and
no time zone: evaluation is `directory.schedule`.
"""

from directory.hours.reading import read_hours
from directory.hours.row import Hours, RowKind, ScheduleRow

__all__ = ["Hours", "RowKind", "ScheduleRow", "read_hours"]
