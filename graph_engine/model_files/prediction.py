"""Prediction: what a single file's U-Net predicts, from metadata, marks and one small tensor."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from graph_engine.model_files.source import Place
from graph_engine.model_files.tensors import TensorFile

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_WORDS = {"v": "v_prediction", "epsilon": "epsilon", "eps": "epsilon"}
_V_MARK = "v_pred"
_ZERO_SNR_MARK = "ztsnr"
_NUMPY = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2"}
_MAX_NORM_BYTES = 100_000


def prediction_type(file: TensorFile, unet: Place, family: str, task: str) -> str:
    """`epsilon` or `v_prediction`: told by metadata, by a mark in the file, or by its weights."""
    told = file.metadata.get("modelspec.prediction_type", "").lower()
    if told in _WORDS:
        return _WORDS[told]
    if _V_MARK in file.tensors or task == "upscale":
        return "v_prediction"
    if family == "sd2" and task == "text" and _is_spread(file, unet):
        return "v_prediction"
    return "epsilon"


def has_zero_terminal_snr(file: TensorFile) -> bool:
    """Whether the model was trained down to pure noise (arXiv 2305.08891), as its mark says."""
    return _ZERO_SNR_MARK in file.tensors


def _is_spread(file: TensorFile, unet: Place) -> bool:
    """Whether the last attention's norm has wide biases, as SD 2's velocity models have.

    Both kinds of SD 2 checkpoint have the same names and shapes; other programs tell them apart
    by this tensor's standard deviation, about 0.05 in one and above 0.09 in the other.
    """
    blocks = "output_blocks." if unet.names == "original" else "up_blocks."
    norms = [
        name
        for name in file.tensors
        if name.startswith(unet.prefix + blocks) and name.endswith("blocks.0.norm1.bias")
    ]
    if not norms:
        return False
    last = max(norms, key=lambda name: [int(w) for w in name.split(".") if w.isdigit()])
    values = read_values(file, last)
    return values is not None and float(values.std()) > 0.09


def read_values(file: TensorFile, name: str) -> npt.NDArray[np.float64] | None:
    """The numbers of one small tensor; None if they can't be read."""
    import numpy as np  # only here: the window lists models without it, and starts sooner

    info = file.tensors[name]
    if info.dtype not in _NUMPY or info.bytes > _MAX_NORM_BYTES:
        return None
    if info.member:
        with zipfile.ZipFile(file.path) as archive, archive.open(info.member) as member:
            raw = member.read(info.begin + info.bytes)[info.begin :]
    elif file.format == "pickle":
        return None
    else:
        with file.path.open("rb") as stream:
            stream.seek(info.begin)
            raw = stream.read(info.bytes)
    values = np.frombuffer(raw, _NUMPY[info.dtype])
    if info.dtype == "BF16":  # the upper half of a float32
        values = (values.astype("<u4") << 16).view("<f4")
    return values.astype(np.float64)
