// Runs before the first paint, so that a chosen theme or row height never flashes.
try {
  for (const name of ["theme", "density"]) {
    const chosen = localStorage.getItem(`assetry.${name}`);
    if (chosen) document.documentElement.dataset[name] = chosen;
  }
} catch {}
