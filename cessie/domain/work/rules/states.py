"""The life of a task."""

from cessie.lib.states import Machine

TASK = Machine("open", {("open", "close"): "closed", ("closed", "reopen"): "open"})
