"""The words for model keys, categories and statuses: names from `seeds/models.toml` and the packs."""

from fleetdesk.services.seeds import load_models
from fleetdesk.services.views import Text

CATEGORIES = {
    "coffee_machine": "Coffee machines",
    "milk_dispenser": "Milk dispensers",
    "syrup_dispenser": "Syrup dispensers",
    "cold_dispenser": "Cold dispensers",
    "refrigeration": "Refrigeration",
    "blender": "Blenders",
    "gateway": "Gateways",
    "ice_machine": "Ice machines",
    "test_machine": "Test machines",
    "other": "Other",
}
STATUSES = {
    "in_service": "In service",
    "tagged_out": "Tagged out",
    "spare": "Spare",
    "retired": "Retired",
    "test_unit": "Test unit",
}


class ModelNames:
    """What people call things. A key that nobody named is shown as it is."""

    def __init__(self) -> None:
        self._models = load_models()

    def model(self, key: str) -> str:
        known = self._models.get(key)
        return known.name if known else key

    def models_of(self, category: str) -> tuple[str, ...]:
        """The keys of its models, in the order of seeds/models.toml."""
        return tuple(key for key, model in self._models.items() if model.category == category)

    def category(self, key: str) -> Text:
        return Text(CATEGORIES.get(key, key))

    def status(self, key: str) -> Text:
        return Text(STATUSES.get(key, key))
