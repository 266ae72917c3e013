"""One suite a file; each offers a SUITE."""
