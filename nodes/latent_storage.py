"""Latent storage: nodes that keep latents in files and read them again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from graph_engine.hints import FileName, FolderName, LatentFile
from graph_engine.node import Node
from nodes.values import Latent

if TYPE_CHECKING:
    from graph_engine.context import Context


class SaveLatent(Node, version=1, category="Latents", effects=True):
    """Save a latent as a numbered safetensors file, without any loss.

    If a file of that name holds the same latent already, no second one is written.

    Inputs:
        latent: The latent, with all that belongs to it.
        name: The file's name without number and ending.
        folder: A folder below the output folder; it is made if needed.
    """

    latent: Latent
    name: Annotated[str, FileName()] = "latent"
    folder: Annotated[str, FolderName()] = ""

    def run(self, context: Context) -> dict[str, Any]:
        """Encode the latent and write it."""
        from graph_engine.places import check_file_name
        from nodes.latent_files import SUFFIX, encode_latent_file
        from nodes.output_files import save_numbered

        check_file_name(self.name)
        folder = context.places.output_folder(self.folder)
        files = save_numbered(folder, self.name, SUFFIX, [encode_latent_file(self.latent)])
        return {"latents": [str(file) for file in files]}


class LoadLatent(Node, version=1, category="Latents"):
    """Read a latent that SaveLatent wrote, to decode it again or to work on it.

    Inputs:
        file: The safetensors file, searched beside the workflow and in the output folder.

    Outputs:
        latent: The latent, exactly as it was saved.
    """

    file: Annotated[str, LatentFile()]

    class Outputs(NamedTuple):
        """The latent."""

        latent: Latent

    def run(self, context: Context) -> Outputs:
        """Find and read the file."""
        from nodes.input_files import find_file
        from nodes.latent_files import read_latent_file

        return self.Outputs(read_latent_file(find_file(context, LatentFile(), self.file, "file")))
