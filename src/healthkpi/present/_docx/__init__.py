"""The parts of a Word document: our page, its styles, paragraphs, tables, charts, placeholders, and the package."""
