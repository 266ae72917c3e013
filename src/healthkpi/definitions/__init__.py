"""The language of definitions: YAML files into policies, refused with file:line:column when wrong."""
