"""The command line: each command parses, asks the pipeline, prints."""
