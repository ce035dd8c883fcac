"""Files on things: kept in the file store, seen and changed with the thing that they hang on, served inert."""
