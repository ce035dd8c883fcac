"""The pages of an import: upload, match columns, dry run, import; and the file of an export."""
