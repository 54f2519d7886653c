"""One file a command; the folder is the registry (see ``cessie.config.main``)."""
