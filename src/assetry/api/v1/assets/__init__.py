"""Assets: the register, custody, history."""
