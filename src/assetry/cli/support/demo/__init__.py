"""The demo organization: Larkfield Group, invented. Pure data first, then how it is written and removed again."""
