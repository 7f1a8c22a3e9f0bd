"""Facts on the pages of a website: what it says of its own organization, each with its quote.

One fact type per module; each turns a `crawler.page.Page` into mentions. `site.read_site` merges
the mentions of all pages: what is repeated in templates, what belongs to others (`neighbours`,
`page_kind`) and to people (`people`) is told apart there. Nothing here fetches or stores.
"""

from crawler.extract.fact import Fact, FactField
from crawler.extract.site import SiteReading, read_site

__all__ = ["Fact", "FactField", "SiteReading", "read_site"]
