"""Tables of every declaration, to test the trail on."""
