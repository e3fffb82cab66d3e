"""The QR code as a picture."""

from io import BytesIO


def svg(link: str) -> bytes:
    """A square SVG that grows to the width it is given. Medium error correction: a card is worn in a pocket."""
    import segno

    out = BytesIO()
    segno.make_qr(link, error="m").save(out, kind="svg", omitsize=True, border=4, xmldecl=False, light="#fff")
    return out.getvalue()
