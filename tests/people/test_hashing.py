"""Passwords are hashed as before, and no more of them at a time than there are cores."""

import threading
from concurrent.futures import ThreadPoolExecutor

from django.contrib.auth.hashers import PBKDF2PasswordHasher

from people import hashing


def test_what_was_hashed_before_is_still_known():
    before = PBKDF2PasswordHasher().encode("a quiet walk", "salt", 1000)
    assert hashing.InTurn().verify("a quiet walk", before)
    assert hashing.InTurn().encode("a quiet walk", "salt", 1000) == before
    assert hashing.InTurn.algorithm == PBKDF2PasswordHasher.algorithm


def test_nobody_is_hashed_while_every_core_is_at_it(monkeypatch):
    monkeypatch.setattr(hashing, "SLOTS", threading.BoundedSemaphore(2))
    with ThreadPoolExecutor(1) as pool:
        with hashing.SLOTS, hashing.SLOTS:
            late = pool.submit(hashing.InTurn().encode, "a quiet walk", "salt", 1)
            assert not late.done()
            threading.Event().wait(0.1)
            assert not late.done()
        assert late.result(10).startswith("pbkdf2_sha256$1$salt$")
