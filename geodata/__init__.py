"""Places and shapes: points and distances, areas that contain a point, what a place name means.

Knows: geometry, ZIP codes, places, counties and states of the United States, an operator's own
areas, geocoders by address.
Must not know: listings, services, people, settings, what time it is; anything of ours at all.
Start with `shapes.py` (Point, distance_m), then `gazetteer.py` (a typed place becomes a point with
a precision), `areas.py` (a point becomes the areas that contain it).
"""
