"""The sandboxed child that opens what people send: no Django, no database, no secrets, hard limits.

``child.main`` reads one file from stdin and answers on stdout. ``documents/uploads.py`` starts it and reads the answer.
What a file is, is found out by opening it; its name and the type it was sent with are never asked.
"""
