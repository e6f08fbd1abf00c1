"""What people fill in on the pages of a group's journey: a module for each page or pair of pages."""
