"""Picture comparison: the node that shows how two pictures differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph_engine.node import Node
from nodes.values import Image

if TYPE_CHECKING:
    from graph_engine.context import Context


class CompareImages(Node, version=1, category="Pictures", effects=True):
    """Show two pictures of one size side by side with their difference, and how large it is.

    The difference is brightened until its largest value is white. The pictures lie in the folder
    `previews` of the output folder, named after this node; the next run's take their place. The
    run's report has for each pair the peak signal-to-noise ratio in decibels (`psnr`; null if the
    pictures are equal), the largest and the mean difference of a value in 0..1.

    Inputs:
        first: The first picture, or a batch of them.
        second: The picture to compare it with, or a batch of them. A batch of one is compared
            with every picture of the other.
    """

    first: Image
    second: Image

    def run(self, context: Context) -> dict[str, Any]:
        """Compare pair by pair; show and write what came out."""
        from nodes.comparing import comparison, difference, figures
        from nodes.matching import one_count, one_size, repeated
        from nodes.output_files import replace_file
        from nodes.picture_files import Embedded, encode_picture

        one_size({"first": self.first, "second": self.second})
        first, second = self.first.pixels, self.second.pixels
        count = one_count({"first": len(first), "second": len(second)})
        folder = context.places.output_folder("previews")
        files, sheets, found = [], [], []
        pairs = zip(repeated(first, count), repeated(second, count), strict=True)
        for i, (one, other) in enumerate(pairs, 1):
            apart = difference(one, other)
            sheets.append(comparison(one, other, apart))
            content = encode_picture(sheets[-1], "png", Embedded())
            files.append(str(replace_file(folder, f"{context.file_stem}_{i:04d}.png", content)))
            found.append(figures(apart))
        context.show(sheets)
        return {"images": files, "differences": found}
