"""States as words and tones: the one place where a health, a due level or a category gets its name on the screen."""

from fleetdesk.services.views import Connectivity, DueLevel, DueTask, Health, Silence, Tone
from fleetdesk.ui.words import age_long, age_short, number, say, seconds_between, tr

OLD_S = 60


def health_tone(state: Health) -> Tone:
    return {Health.ONLINE: Tone.OK, Health.OFFLINE: Tone.BAD, Health.UNKNOWN: Tone.IDLE}[state]


def health_word(state: Health) -> str:
    return {Health.ONLINE: tr("Online"), Health.OFFLINE: tr("Offline"), Health.UNKNOWN: tr("Unknown")}[state]


def due_tone(level: DueLevel) -> Tone:
    return {DueLevel.OK: Tone.OK, DueLevel.SOON: Tone.WARN, DueLevel.DUE: Tone.BAD, DueLevel.UNKNOWN: Tone.IDLE}[level]


def since_short(link: Connectivity, now: str) -> str:
    """For the table: how long the state holds, or why nothing is known: "19 d", "gateway down 6 d"."""
    age = age_short(seconds_between(link.since, now)) if link.since else ""
    if link.silence is Silence.NEVER_REPORTED:
        return tr("never reported")
    if link.silence is Silence.GATEWAY_DOWN:
        return tr("gateway down {age}").format(age=age).rstrip()
    if link.silence is Silence.TOO_OLD:
        return tr("no report for {age}").format(age=age).rstrip()
    return age or tr("since an unknown time")


def upstream_words(link: Connectivity, now: str) -> str:
    """For a pill: "Offline upstream for 19 days", "Unknown: gateway MPC-0003 is down"."""
    age = age_long(seconds_between(link.since, now)) if link.since else ""
    if link.silence is Silence.NEVER_REPORTED:
        return tr("Never reported upstream")
    if link.silence is Silence.GATEWAY_DOWN:
        return tr("Unknown: gateway {gateway} is down").format(gateway=link.gateway)
    if link.state is Health.UNKNOWN:
        return tr("Unknown upstream for {age}").format(age=age) if age else tr("Unknown upstream")
    words = {Health.ONLINE: tr("Online upstream"), Health.OFFLINE: tr("Offline upstream")}[link.state]
    if link.source == "gateway":
        words = {Health.ONLINE: tr("Online at its gateway"), Health.OFFLINE: tr("Silent at its gateway")}[link.state]
    if not age:
        return words
    return tr("{state} for {age}").format(state=words, age=age)


def answers_words(answered_at: str, now: str) -> tuple[str, Tone]:
    """The wired contact, with its age once it is not fresh any more."""
    age_s = seconds_between(answered_at, now)
    if age_s < OLD_S:
        return tr("Answers on the cable"), Tone.OK
    return tr("Answered on the cable {age} ago").format(age=age_long(age_s)), Tone.IDLE


def outlook_words(task: DueTask) -> str:
    """When it falls due and when the work fits: "Due about 3 December (...). ... Quiet: Sunday 07:30 to 09:00." """
    return " ".join(map(say, task.outlook))


def due_words(task: DueTask) -> str:
    """For a pill: "Service due", "Service in 65 uses", "Not counted yet"."""
    if task.level is DueLevel.UNKNOWN:
        return tr("Service: no reading yet")
    if task.level is DueLevel.DUE:
        return tr("Service due")
    if task.postponed.message:
        return tr("Service postponed")
    if task.level is DueLevel.SOON:
        return tr("Service in {left} {unit}").format(left=number(-task.over), unit=unit_word(task.unit))
    return tr("Service not due")


def over_words(task: DueTask) -> str:
    """For the due card's corner: "12 over", "65 left"."""
    if task.uses is None:
        return tr("no reading")
    if task.over > 0:
        return tr("{count} over").format(count=number(task.over))
    if task.over == 0:
        return tr("due now")
    return tr("{count} left").format(count=number(-task.over))


def unit_word(unit: str) -> str:
    return {"uses": tr("uses"), "productions": tr("productions")}.get(unit, unit)


def status_word(status: str) -> str:
    return {
        "in_service": tr("In service"),
        "tagged_out": tr("Tagged out"),
        "spare": tr("Spare"),
        "retired": tr("Retired"),
        "test_unit": tr("Test unit"),
    }.get(status, status)
