"""The laptop's camera, where the extra `camera` (QtMultimedia) is installed; without it the way there is said."""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QWidget

from fleetdesk.domain.errors import KnownError
from fleetdesk.ui.widgets.buttons import button
from fleetdesk.ui.widgets.layout import column, row
from fleetdesk.ui.words import tr


class CameraMissing(KnownError):
    """No camera can be used here; the message says what is missing."""


def open_camera(parent: QWidget, on_picture: Callable[[QImage], object]) -> QDialog:
    """Shows what the camera sees; a picture that is taken goes to `on_picture`. Raises CameraMissing."""
    if find_spec("PySide6.QtMultimediaWidgets") is None:
        raise CameraMissing(
            tr("The camera needs one more part."),
            tr("Qt's multimedia is not installed on this laptop."),
            tr("Install it: pip install 'fleetdesk[camera]'. A photo from a file works without it."),
        )
    multimedia, widgets = import_module("PySide6.QtMultimedia"), import_module("PySide6.QtMultimediaWidgets")
    if not multimedia.QMediaDevices.videoInputs():
        raise CameraMissing(
            tr("No camera is connected."), "", tr("Plug one in, or add a photo that a phone has taken from its file.")
        )
    dialog = CameraDialog(multimedia, widgets, parent)
    dialog.taken = on_picture
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


class CameraDialog(QDialog):
    """The preview and one button. The camera stops with the dialog."""

    def __init__(self, multimedia: Any, widgets: Any, parent: QWidget) -> None:
        super().__init__(parent)
        self.taken: Callable[[QImage], object] = lambda _image: None
        self.setWindowTitle(tr("Camera"))
        self.resize(820, 660)
        self._camera = multimedia.QCamera(multimedia.QMediaDevices.defaultVideoInput())
        self._capture = multimedia.QImageCapture()
        self._session = multimedia.QMediaCaptureSession()
        view = widgets.QVideoWidget()
        self._session.setCamera(self._camera)
        self._session.setImageCapture(self._capture)
        self._session.setVideoOutput(view)
        self._capture.imageCaptured.connect(self._on_captured)
        take = button(tr("Take photo"), self._capture.capture, "primary")
        layout = column(view, row(None, button(tr("Cancel"), self.reject), take, spacing=8), margins=(16, 16, 16, 16))
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.finished.connect(self._stop)
        self._camera.start()

    def _stop(self, _result: int) -> None:
        self._camera.stop()

    def _on_captured(self, _number: int, image: QImage) -> None:
        self.taken(image.copy())
        self.accept()
