// Runs before the first paint, so that a chosen theme never flashes.
try {
  const chosen = localStorage.getItem("assetry.theme");
  if (chosen) document.documentElement.dataset.theme = chosen;
} catch {}
