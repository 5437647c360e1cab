"""The pages of the main job. A view loads what the person may see, validates, makes one action call, responds."""
