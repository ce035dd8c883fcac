"""What the Comments panel of every thing leads to: write, edit, remove, watch."""
