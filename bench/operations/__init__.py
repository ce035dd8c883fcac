"""The operations that are measured; the package's docstring (`bench`) says how to add one."""
