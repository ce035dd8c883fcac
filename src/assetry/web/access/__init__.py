"""Pages of the settings and of access: users, groups, roles, grants, one's own account."""
