"""The tests, by room; `conftest.py` hands out the real parts that they run on."""
