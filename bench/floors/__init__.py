"""Programs that give an operation's answer with the least machinery; they use nothing of Assetry."""
