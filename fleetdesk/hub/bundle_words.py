"""What the hub does not take of a bundle, in words: each with its next step."""

from fleetdesk.domain.errors import BundleError
from fleetdesk.hub.continuation import Problem


def unknown_key(key: str) -> BundleError:
    return BundleError(
        "The hub does not know a writer in this bundle.",
        f"The key is {key}. Nothing of that laptop's own work was taken.",
        f"Compare it with what 'fleetdesk bundle key' prints there; then take its bundle with --accept-writer {key}",
    )


def shut_out(key: str) -> BundleError:
    return BundleError(
        "The writer of this bundle was shut out of the hub.",
        f"The key is {key}. Nothing was taken, and nothing is written for it; its earlier work stands.",
        "If it is one of yours again, enrol it: fleetdesk hub enrol-code",
    )


def only_some_stores(key: str) -> BundleError:
    return BundleError(
        "This laptop works for some stores only, and a bundle holds those of all.",
        f"The key is {key}. Its own work can be taken: fleetdesk hub bundle-import",
        "It gets what others wrote over the network: fleetdesk sync",
    )


def not_signed(journal: str, seq: int) -> BundleError:
    return BundleError(
        f"From event {seq} on journal {journal} is not signed by its writer.",
        "Another laptop carries it. What its writer signed was taken.",
        "Ask for a bundle of that laptop itself, or for one with --all.",
    )


def withheld(journal: str, seq: int) -> BundleError:
    return BundleError(
        f"Event {seq} of journal {journal} is left out.",
        "Only its hash is in the bundle. What stands before it was taken.",
        "Ask for a bundle of that laptop itself.",
    )


def refused(problem: Problem, journal: str, after: int) -> BundleError:
    if problem.reason == "gap":
        return BundleError(
            f"Events {problem.seq} to {after} of journal {journal} are missing.",
            "What comes behind them was not taken.",
            "Ask for a bundle with --all.",
        )
    titles = {
        "fork": f"Journal {journal} has gone on in two ways.",
        "unreadable": f"The hub cannot take event {problem.seq} of journal {journal}.",
    }
    title = titles.get(problem.reason, f"Journal {journal} is another workstation's.")
    return BundleError(title, problem.detail, "What stands before it was taken; tell whose laptop it is.")
