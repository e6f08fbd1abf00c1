"""My settings: a page that tells how things stand, and a page for each of them."""
