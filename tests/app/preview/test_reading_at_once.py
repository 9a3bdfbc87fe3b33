"""Pictures are read by the window and by a thread at once, and neither waits for ever."""

from __future__ import annotations

import io
from threading import Thread

from PIL import Image
from PySide6.QtGui import QImage

from app.preview.film_show import open_pictures

TIMES = 3000


def test_window_and_thread_read_pictures_at_once() -> None:
    stream = io.BytesIO()
    Image.new("RGB", (16, 16), "red").save(stream, "JPEG")
    data = stream.getvalue()
    read: list[int] = []

    def read_in_thread() -> None:
        read.extend(len(open_pictures(data, 16, 16, 1)) for _ in range(TIMES))

    # A daemon: where the two hold each other up, the test shall fail and not the run hang.
    thread = Thread(target=read_in_thread, daemon=True)
    thread.start()
    for _ in range(TIMES):
        assert not QImage.fromData(data).isNull()
    thread.join(20)
    assert read == [1] * TIMES
