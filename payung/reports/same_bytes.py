"""Files of Office that are the same, byte for byte, whenever they are made: their writers put the moment into them, which is set to a given day."""

import io
import os
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

_MOMENT = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")
_PACKED = (".xlsx", ".docx", ".pptx")


def write_packed(save: Callable[[Any], Any], path: Path, on: date) -> None:
    """What `save` writes into a stream, to `path`: written beside it and moved there whole."""
    out = io.BytesIO()
    save(out)
    draft = path.with_name(path.name + ".part")
    draft.write_bytes(same_bytes(out.getvalue(), on))
    os.replace(draft, path)


def same_bytes(packed: bytes, on: date) -> bytes:
    """The package with its parts in the same order, every moment in it the midnight of `on`, and so the packages inside it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for info in source.infolist():
            content = source.read(info.filename)
            if info.filename.endswith(_PACKED):
                content = same_bytes(content, on)
            elif info.filename == "docProps/core.xml":
                content = _MOMENT.sub(rb"\g<1>" + on.isoformat().encode() + rb"T00:00:00Z\g<3>", content)
            kept = zipfile.ZipInfo(info.filename)  # of the first day that a zip can name
            kept.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(kept, content)
    return out.getvalue()
