"""QR codes for paper."""

import io


def qr_svg(address: str, *, error: str = "m") -> str:
    """A QR code of the address as an SVG without a margin: the template leaves it white space.

    `error`: how much of it may be lost, as QR codes name it: l, m, q, h.
    """
    import segno

    written = io.BytesIO()
    code = segno.make_qr(address, error=error)
    code.save(written, kind="svg", border=0, xmldecl=False, svgclass=None, lineclass=None)
    return written.getvalue().decode()
