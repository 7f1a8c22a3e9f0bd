"""Places and shapes: points and distances, areas that contain a point, what a place name means.

Knows: geometry, ZIP codes, places, counties and states of the United States, an operator's own
areas, what texts say of whom a service is for by place, what a stated point is worth, geocoders by
address.
Must not know: listings, services, people, settings, what time it is; anything of ours at all.
Start with `shapes.py` (Point, distance_m), then `gazetteer.py` (a typed place becomes a point with
a precision; `reading.py`, `mending.py` and `choice.py` are its steps), `areas.py` (a point becomes
the areas that contain it), `service_area.py` and `served.py` (a text becomes areas, and whether
they take in a place), `points.py` (stated points judged), `geocoding.py` (points asked for).
"""
