"""The one file store: bytes under generated keys, on the disk before any row names them, deleted later by a job."""
