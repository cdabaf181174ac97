"""What can be wrong with a bundle that is whole, in words: each with its next step."""

from pathlib import Path

from fleetdesk.domain.errors import BundleError


class UnknownWriter(BundleError):
    """`key` signed a bundle and nobody here accepted it yet."""

    def __init__(self, key: str) -> None:
        super().__init__(
            "The writer of this bundle is not known here.",
            f"It is signed by {key}. Nothing was taken.",
            f"Compare this key with what 'fleetdesk bundle key' prints there; then: --accept-writer {key}",
        )
        self.key = key


def unknown_writer(key: str, accepted: str | None) -> BundleError:
    if accepted is not None:
        return BundleError(
            "This bundle was written by somebody else.",
            f"It is signed by {key}; you accepted {accepted}.",
            "Ask the writer for their key: fleetdesk bundle key",
        )
    return UnknownWriter(key)


def wrong_key(whose: str) -> BundleError:
    return BundleError(
        f"This bundle speaks for {whose} under another key.",
        "A journal belongs to the workstation that began it. Nothing was taken.",
        "Do not use it; ask its writer where it comes from.",
    )


def gap(whose: str, first: int, last: int, *, everything: bool) -> BundleError:
    which = f"Event {first}" if first == last else f"Events {first} to {last}"
    are = "is" if first == last else "are"
    return BundleError(
        f"{which} of {whose} {are} missing.",
        "Everything else was taken." if not everything else "The writer of the bundle does not have them either.",
        "Ask for a bundle with --all." if not everything else f"Ask for a bundle of {whose} itself, or of the hub.",
    )


def forked(whose: str, seq: int) -> BundleError:
    return BundleError(
        f"Event {seq} of {whose} is another one here than in the bundle.",
        "Two copies of one data folder are in use. The one that is here stays.",
        "Use one of the two copies only.",
    )


def another_hub_key() -> BundleError:
    return BundleError(
        "This bundle is a hub's that you joined, under another key.",
        "Its key is not the pinned one. Nothing that it says about receipts was believed.",
        "Ask the hub's operator; if the hub was replaced: fleetdesk sync --hub URL --new-hub",
    )


def parted(held: int, own: int) -> BundleError:
    return BundleError(
        "The hub holds other work of this laptop than the laptop itself.",
        f"It has {held} events of this journal, this data folder {own}: one of them is an older copy.",
        "Use the newest copy of the data folder. Nothing was changed on either side.",
    )


def old_epoch() -> BundleError:
    return BundleError(
        "The hub was restored or moved since this bundle was written.",
        "Its records were taken; its receipts count no more.",
        "Ask for a new bundle of the hub.",
    )


def not_behind() -> BundleError:
    return BundleError(
        "Something that the hub has is not in this bundle.",
        "It begins behind what this laptop has of the hub. What it holds was taken.",
        "Ask for a bundle with everything; a sync brings it too.",
    )


def files_absent(count: int) -> BundleError:
    return BundleError(
        "Some files are not on the stick." if count > 1 else "One file is not on the stick.",
        f"{count} of the files that belong to the records are not on this laptop or damaged.",
        "Sync this laptop with the hub, then write the bundle again.",
    )


def already_there(path: Path) -> BundleError:
    return BundleError(
        "There is a file of this name already.",
        f"{path} may hold what its receiver has not read yet, and this bundle would not: it has only what is new.",
        "Choose another name, or write everything with --all.",
    )
