"""`/_ui/`: every component in every state, and every page type of the kit, drawn from samples. The tests walk it."""
