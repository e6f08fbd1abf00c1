"""Passwords are hashed in turn, one for each core: sixty people who sign in at six o'clock do not stop everybody else."""

import os
from threading import BoundedSemaphore

from django.contrib.auth.hashers import PBKDF2PasswordHasher

SLOTS = BoundedSemaphore(os.cpu_count() or 1)  # of this process; the hash itself lets other threads run


class InTurn(PBKDF2PasswordHasher):
    """Django's own hash, kept as before; whoever comes while every core is at it waits."""

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        """Hash one password, to keep it or to compare it."""
        with SLOTS:
            return super().encode(password, salt, iterations)
