"""Labels of assets: what stands on one, and the layouts that they are printed in."""
