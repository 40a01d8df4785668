"""The one door by which anything changes: an act and its journal entry, who may, what is closed, taking back."""
