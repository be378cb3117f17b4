"""Patterns as SQL, random programs and rows for them, and what the engine makes of the same."""
