"""How mentees fare 3, 6 and 12 months after the end: asked by a link, answered without a name, read as numbers (R69)."""
