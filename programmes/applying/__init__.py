"""How people apply by themselves: the opening, the steps of the form, drafts, sending, confirming, the poster."""
