"""Where this installation keeps its things: the home folder, the secret key, the database."""


def secret_key():
    return "temporary"


def database():
    return {"ENGINE": "django.db.backends.postgresql", "NAME": "cessie"}
