"""What the HTML report is made of; the templates, the style and the script lie beside the code that fills them."""
