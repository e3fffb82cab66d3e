"""One document, in a process of its own: `python -I printer.py`, the order as JSON on stdin, the document on stdout.

Run by `shared.documents`, by its path, without the rest of Profkom: it imports nothing but typst. A template that does
not end, or that eats the memory, dies with this process and takes nothing along.
"""

import json
import resource
import sys
from typing import Any

_MEMORY = 2 << 30  #: bytes of address space; typst maps 81 MB of its own and reserves more than it uses


def main() -> None:
    order: dict[str, Any] = json.load(sys.stdin)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (order["seconds"], order["seconds"]))

    import typst

    pages = typst.compile(
        order["template"],
        root=order["root"],
        font_paths=order["fonts"],
        ignore_system_fonts=True,
        format=order["format"],
        ppi=order["ppi"],
        sys_inputs={"data": order["data"]},
        package_path=order["root"],
        package_cache_path=order["root"],
    )
    for page in pages if isinstance(pages, list) else [pages]:
        sys.stdout.buffer.write(len(page).to_bytes(8, "big") + page)


if __name__ == "__main__":
    main()
