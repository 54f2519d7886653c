"""How a deal bends: each bend is a small story, played by its actors through the public verbs and files."""
