"""What an auditor or a regulator asks for, answered from the register."""
