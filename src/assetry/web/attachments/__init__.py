"""The pages behind the Files panel that every thing has: attach, download, preview, remove."""
