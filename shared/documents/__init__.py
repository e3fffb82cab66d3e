"""Documents to print: a template and data go in, a PDF comes out.

    pdf = await print_pdf(Path(__file__).with_name("card.typ"), {"title": "...", ...})

A template is written in Typst (https://typst.app/docs), begins with `#import "/house.typ": *` and lays out `data`,
which it takes as values: what people typed is never read as markup. It sees its own folder and the house's, and
nothing else; letters are PT Sans and PT Serif. Texts are made ready beforehand with `typeset`.
"""

from shared.documents.press import DocumentTooHeavy, print_pages, print_pdf
from shared.documents.qr import qr_svg
from shared.documents.typography import typeset

__all__ = ["DocumentTooHeavy", "print_pages", "print_pdf", "qr_svg", "typeset"]
