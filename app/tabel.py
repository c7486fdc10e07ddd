"""Imports every table, so that `Base.metadata` is complete for migrations, grants and tests."""

import app.audit.models
import app.core.idempotency
import app.core.ratelimit
import app.desil.models
import app.periode.models
from app.core.db import Base

MODUL = (
    app.core.idempotency,
    app.core.ratelimit,
    app.audit.models,
    app.desil.models,
    app.periode.models,
)
SEMUA_TABEL = Base.metadata
