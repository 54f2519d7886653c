"""The endpoints, a file a subject: wiring alone; what is decided is decided by the verbs."""
