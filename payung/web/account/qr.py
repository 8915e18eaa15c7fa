"""A link as a picture that a phone reads, drawn as plain shapes without styles."""

import qrcode


def svg_of(text: str) -> tuple[int, str]:
    """Width in squares, with the quiet zone, and the path of the dark ones."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return len(rows), path
