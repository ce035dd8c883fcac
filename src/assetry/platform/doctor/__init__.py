"""Looking at an installation: checks that each area registers; none changes anything."""
