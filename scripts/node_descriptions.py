"""Writes app/engine/built_in_nodes.json: the built-in nodes as the studio's first start knows them."""

import json
from pathlib import Path

from app.engine.descriptions_store import SHIPPED
from graph_engine.catalog import BUILT_IN_PACK, Catalog
from graph_engine.descriptions import catalog_data


def main() -> None:
    """Write the file and say where."""
    SHIPPED.write_text(descriptions(Catalog.load()), encoding="utf-8", newline="\n")
    print(SHIPPED.relative_to(Path.cwd()) if SHIPPED.is_relative_to(Path.cwd()) else SHIPPED)


def descriptions(catalog: Catalog) -> str:
    """The text of the file: a line for each node, so that changes can be read."""
    own = Catalog(spec for spec in catalog.values() if spec.pack == BUILT_IN_PACK)
    data = catalog_data(own)
    nodes = ",\n".join(json.dumps(node, ensure_ascii=False) for node in data["nodes"])
    return f'{{"nodes": [\n{nodes}\n], "broken": []}}\n'


if __name__ == "__main__":
    main()
