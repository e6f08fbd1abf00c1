"""The site administrator's pages: accounts, and nothing that the libraries bring along."""

from typing import Any

from django.contrib.admin import AdminSite


class AccountsOnly(AdminSite):
    """Leaves out every model that is not ours: secrets of the second step are nobody's to look at."""

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take in the models of this floor, pass over the rest."""
        models = model_or_iterable if isinstance(model_or_iterable, (list, tuple)) else [model_or_iterable]
        ours = [model for model in models if model._meta.app_label == "people"]
        super().register(ours, admin_class, **options)
