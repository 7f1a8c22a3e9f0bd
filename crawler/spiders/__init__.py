"""Scrapy's side of the crawl: what is asked for next, and what is done with an answer."""
