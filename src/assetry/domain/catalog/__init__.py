"""What assets can be: kinds, categories, manufacturers, models. Shared by all companies."""
