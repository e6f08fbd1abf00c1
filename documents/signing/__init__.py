"""Signing: what is offered is signed by each for themselves, here or by a personal link, and sealed by the last."""

from .steps import offer, recall, refuse, require_open, sign, sign_on_paper

__all__ = ["offer", "recall", "refuse", "require_open", "sign", "sign_on_paper"]
