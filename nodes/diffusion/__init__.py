"""Diffusion: the numerics behind the nodes, and the only code that imports torch."""

import os

# Torch's threads otherwise spin while they wait for each other: with one other busy program on the
# machine a picture took 31 s instead of 6. OpenMP reads this once, when torch is first imported.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
