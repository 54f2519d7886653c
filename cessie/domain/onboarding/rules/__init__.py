"""Pure rules of this app: frozen facts in, frozen results with reasons out."""
