"""Runs of `healthkpi batch` that are killed, for as long as wanted."""
