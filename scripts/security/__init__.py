"""Joins what tests say they show with how they ended, and writes the tables of `docs/`."""
