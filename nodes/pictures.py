"""Pictures: nodes that read pictures from files, save them, and show them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from graph_engine.hints import FileName, FolderName, ImageFile
from graph_engine.node import Node
from nodes.picture_formats import SUFFIXES, PictureFormat
from nodes.values import Image, Mask

if TYPE_CHECKING:
    from graph_engine.context import Context


class LoadImage(Node, version=1, category="Pictures"):
    """Read a picture from a file.

    Inputs:
        image: A PNG, JPEG, WebP, BMP, GIF, TIFF or PPM file of at most 178 million pixels. A
            photo is turned the way its camera held it; of a moving picture the first frame is
            read.

    Outputs:
        image: The picture in RGB; what is transparent keeps the colour that the file has there.
        mask: Where the picture is transparent: 1 is fully transparent. Zeros if it has no
            transparency.
    """

    image: Annotated[str, ImageFile()]

    class Outputs(NamedTuple):
        """The picture and its transparency."""

        image: Image
        mask: Mask

    def run(self, context: Context) -> Outputs:
        """Find and decode the file."""
        from nodes.input_files import find_file
        from nodes.picture_files import decode_picture

        colours, opacity = decode_picture(find_file(context, ImageFile(), self.image, "image"))
        return self.Outputs(Image(colours), Mask(1 - opacity))


class SaveImage(Node, version=1, category="Pictures", effects=True):
    """Save pictures as numbered files, with the workflow inside.

    A file gets the next free number, such as `weft_0001.png`. If a file of that name holds
    the very same picture and workflow already, no second one is written.

    Inputs:
        image: The picture, or a batch of them.
        name: The files' name without number and ending.
        folder: A folder below the output folder, such as `drafts/today`; it is made if needed.
        format: "png" keeps every pixel and transparency; "jpeg" and "webp" are smaller, with
            slight losses; "jpeg" puts white behind what is transparent.
        embed_workflow: Put the workflow and the readable settings into the file, so that it can
            be opened again like a workflow. Turn it off to keep them to yourself.
    """

    image: Image
    name: Annotated[str, FileName()] = "weft"
    folder: Annotated[str, FolderName()] = ""
    format: PictureFormat = "png"
    embed_workflow: bool = True

    def run(self, context: Context) -> dict[str, Any]:
        """Encode all pictures, then write them."""
        from graph_engine.places import check_file_name
        from nodes.output_files import save_numbered
        from nodes.picture_files import encode_picture
        from nodes.picture_saving import embedded_texts

        check_file_name(self.name)
        folder = context.places.output_folder(self.folder)
        pixels = self.image.pixels
        context.show(pixels)
        texts = embedded_texts(context, pixels, self.format, embed=self.embed_workflow)
        contents = []
        for i, picture in enumerate(pixels):
            contents.append(encode_picture(picture, self.format, texts))
            context.progress(i + 1, len(pixels))
        files = save_numbered(folder, self.name, SUFFIXES[self.format], contents)
        return {"images": [str(file) for file in files]}


class PreviewImage(Node, version=1, category="Pictures", effects=True):
    """Show pictures without keeping them: the next run's take their place.

    They lie in the folder `previews` of the output folder, named after this node.

    Inputs:
        image: The picture, or a batch of them.
    """

    image: Image

    def run(self, context: Context) -> dict[str, Any]:
        """Show the pictures, and write them."""
        from nodes.output_files import replace_file
        from nodes.picture_files import Embedded, encode_picture

        folder = context.places.output_folder("previews")
        context.show(self.image.pixels)
        files = []
        for i, picture in enumerate(self.image.pixels, 1):
            content = encode_picture(picture, "png", Embedded())
            files.append(str(replace_file(folder, f"{context.file_stem}_{i:04d}.png", content)))
        return {"images": files}
