"""The inbox: what waits for one account, from whatever part of Assetry."""
