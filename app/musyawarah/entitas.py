"""What the services of the meeting hand out: rows joined with what belongs to them."""

from collections.abc import Sequence
from typing import NamedTuple

from app.core.workflow import AksiTersedia
from app.musyawarah.models import Musyawarah, MusyawarahBerkas, MusyawarahUsulan
from app.musyawarah.status import AksiMusyawarah


class RinciMusyawarah(NamedTuple):
    """A meeting with what belongs to it and what its reader may do."""

    musyawarah: Musyawarah
    nama: Sequence[MusyawarahUsulan]
    berkas: Sequence[MusyawarahBerkas]
    aksi: list[AksiTersedia[AksiMusyawarah]]
