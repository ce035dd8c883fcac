"""The one sanitizer: HTML and Markdown that somebody wrote, made of a short list of harmless parts."""
