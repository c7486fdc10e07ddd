"""Several lanes of one piece of work, side by side."""

import asyncio
from collections.abc import Coroutine, Iterable


async def serempak(jalur: Iterable[Coroutine[object, object, None]]) -> None:
    """Run all lanes to their end; when one fails, the others are stopped before its error is raised.

    So nothing of the work goes on after the lock under which it is done was given back.
    """
    try:
        async with asyncio.TaskGroup() as grup:
            for satu in jalur:
                grup.create_task(satu)
    except BaseExceptionGroup as galat:
        raise galat.exceptions[0] from None
