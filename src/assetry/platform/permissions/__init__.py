"""Who acts, and what they may see and change: Actor, Scope, the table of compiled grants."""
