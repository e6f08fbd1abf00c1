"""Forms to print or to fill in: laid out, drawn with fields, and kept for those who download them."""
