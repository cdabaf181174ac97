"""The photos of one question: small pictures, a button that adds one, drag and drop, the camera.

Pictures are read, cleaned and kept off the GUI thread; a thumbnail appears when its photo is safely on disk.
"""

from collections.abc import Callable
from typing import Any, cast

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QSize, Signal
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from fleetdesk.domain.inspection import Photo
from fleetdesk.services.bench_views import InspectionItem
from fleetdesk.services.views import Problem
from fleetdesk.ui.bench.inspection_form import InspectionForm
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.sources import InspectionSource
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import button
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import clear, column, row
from fleetdesk.ui.words import say, tr

THUMBNAIL = 72
PICTURES = "*.jpg *.jpeg *.png *.webp *.tif *.tiff *.bmp *.gif"


class PhotoStrip(QWidget):
    """Seen when the answer calls for a photo, or when there is one. `changed` after a photo came or went."""

    changed = Signal()
    failed = Signal(object)

    def __init__(
        self, theme: Theme, bridge: Bridge, source: InspectionSource, form: InspectionForm, item: InspectionItem
    ) -> None:
        super().__init__()
        self._theme, self._bridge, self._source, self._form, self._item = theme, bridge, source, form, item
        self._need = label("", "caption", wrap=True)
        self._pictures = row(spacing=8)
        self._add = button(tr("P    Add photo"), self.choose_file)
        self._camera = button(tr("Camera"), self._use_camera, "plain")
        self.setLayout(column(self._need, row(self._pictures, self._add, self._camera, None, spacing=8), spacing=8))
        self._show_pictures()
        self.show_need()

    def show_need(self) -> None:
        photos = self._form.photos_of(self._item.id)
        needs = self._form.needs_photo(self._item)
        self.setVisible(needs or bool(photos))
        self._need.setVisible(needs and not photos)
        self._need.setText(tr("A photo belongs to this answer. Without one it is signed as owed."))

    def choose_file(self) -> None:
        paths, _ = QFileDialog.getOpenFileNames(self, tr("Add photo"), "", f"{tr('Pictures')} ({PICTURES})")
        self.take_files(paths)

    def take_files(self, paths: list[str]) -> None:
        for path in paths:
            self._keep(lambda path=path: self._source.add_photo(self._item.id, path))

    def take_dropped(self, dropped: QMimeData) -> None:
        """Files, or a picture itself, as browsers give it."""
        paths = [url.toLocalFile() for url in dropped.urls() if url.isLocalFile()]
        if paths:
            self.take_files(paths)
        elif dropped.hasImage():
            self.take_image(QImage(dropped.imageData()))

    def take_image(self, image: QImage, original: str = "") -> None:
        content = png_bytes(image)
        self._keep(lambda: self._source.add_picture(self._item.id, content, original))

    def _keep(self, add: Callable[[], Photo]) -> None:
        self._add.setEnabled(False)
        self._bridge.run(add, owner=self, on_done=self._on_kept, on_error=self._on_error)

    def _on_kept(self, photo: Photo) -> None:
        self._add.setEnabled(True)
        self._form.add_photo(photo)
        self._show_pictures()
        self.changed.emit()

    def _on_error(self, problem: Problem) -> None:
        self._add.setEnabled(True)
        self.failed.emit(problem)

    def _show_pictures(self) -> None:
        clear(self._pictures)
        photos = self._form.photos_of(self._item.id)
        for number, photo in enumerate(photos, start=1):
            made = QPushButton()
            made.setProperty("kind", "photo")
            made.setIconSize(QSize(THUMBNAIL, THUMBNAIL))
            made.setFixedSize(THUMBNAIL + 8, THUMBNAIL + 8)
            words = tr("Photo {number} of {title}").format(number=number, title=say(self._item.title))
            made.setAccessibleName(words)
            made.setToolTip(tr("Look at it, draw on it, remove it"))
            made.clicked.connect(lambda _checked=False, photo=photo: self._open(photo))
            self._pictures.addWidget(made)
            self._bridge.run(
                lambda photo=photo: self._source.picture(photo.sha256, 2 * THUMBNAIL),
                owner=made,
                on_done=lambda content, made=made: made.setIcon(_icon(content)),
                on_error=self.failed.emit,
            )
        self.show_need()

    def _open(self, photo: Photo) -> None:
        self._bridge.run(
            lambda: self._source.picture(photo.sha256),
            owner=self,
            on_done=lambda content: self._show_large(photo, content),
            on_error=self.failed.emit,
        )

    def _show_large(self, photo: Photo, content: bytes) -> None:
        from fleetdesk.ui.bench.photo_dialog import PhotoDialog

        dialog = PhotoDialog(self._theme, say(self._item.title), content, self)

        def keep(image: QImage) -> None:
            self.take_image(image, photo.original or photo.sha256)

        dialog.drawn.connect(keep)
        dialog.removed.connect(lambda: self._remove(photo))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _remove(self, photo: Photo) -> None:
        self._form.remove_photo(photo)
        self._show_pictures()
        self.changed.emit()

    def _use_camera(self) -> None:
        from fleetdesk.ui.bench.camera import CameraMissing, open_camera

        try:
            open_camera(self, self.take_image)
        except CameraMissing as missing:
            self.failed.emit(Problem(missing.title, missing.message, missing.next_step))


def png_bytes(image: QImage) -> bytes:
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, cast("Any", "PNG"))  # the stub wants bytes, Qt a text
    return bytes(held.data())


def _icon(content: bytes) -> QIcon:
    pixmap = QPixmap()
    pixmap.loadFromData(content)
    return QIcon(pixmap)
