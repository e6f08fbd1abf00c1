"""How people come into a programme: lines that are read, a preview, a yes, and the letters that invite them."""
