"""The press: the HTML that is printed, the letters it is set in, and the last touch on the file. Knows no database."""
