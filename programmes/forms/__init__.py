"""Forms of the manager's stages."""
