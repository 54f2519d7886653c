"""The settings of the tests: a home of their own inside the tree, whatever the environment says."""

import os
from pathlib import Path

HOME = Path(__file__).resolve().parents[1] / ".cache" / "test-home"
os.environ["CESSIE_HOME"] = str(HOME)
os.environ.setdefault("CESSIE_LOG_LEVEL", "ERROR")

from cessie.config.settings import *  # noqa: E402, F403

# Each thread of a test has its own connection; a pool's own threads would outlive the test.
DATABASES["default"]["OPTIONS"].pop("pool")  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
#: Originals and the bank's folders of each worker lie apart.
_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
DOCUMENTS = HOME / _WORKER / "documents"
MAIL_FOLDER = Path(os.environ.get("CESSIE_MAIL_FOLDER") or HOME / _WORKER / "mail")
CLIENT_FOLDER = Path(os.environ.get("CESSIE_CLIENT_FOLDER") or HOME / _WORKER / "clients")
BANK_FOLDER = Path(os.environ.get("CESSIE_BANK_FOLDER") or HOME / _WORKER / "bank")
