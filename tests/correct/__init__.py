"""Corrections: what a file says, what it does, and what it leaves alone."""
