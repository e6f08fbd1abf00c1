"""Talk within a group: the common chat during a session, and the topics of a forum between them (R15, R36)."""
