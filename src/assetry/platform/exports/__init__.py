"""What leaves as a file: one CSV writer for everything, safe to open in a spreadsheet and to import again."""
