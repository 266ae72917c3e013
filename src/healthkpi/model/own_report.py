"""How a report of ours is known again, so that the next check of its folder does not take it for a return."""

# Office files: the category in their properties, which WPS and Excel keep when somebody changes the file.
CATEGORY = "healthkpi report"
# Web pages.
GENERATOR = '<meta name="generator" content="healthkpi">'
