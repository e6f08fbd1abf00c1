"""What is new appears in open pages by itself. The database is the truth; the channel layer only wakes up.

``waking`` says, after the commit, where something is new: an id, never a word of what was said. ``hub`` holds the open
sockets of one process and hears it; every few seconds it looks by itself too, so a layer that is away makes it slower
and loses nothing. ``looking`` asks the database what each page may be shown, or that it must close. ``socket`` is one
open page.
"""
