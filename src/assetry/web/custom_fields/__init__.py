"""Settings → Custom fields."""
