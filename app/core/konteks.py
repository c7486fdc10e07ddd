"""Context of the request in hand, for logs, problems and audit rows."""

from contextvars import ContextVar

id_permintaan: ContextVar[str] = ContextVar("id_permintaan", default="-")
"""The request id; a job sets the id of the request that caused it."""
