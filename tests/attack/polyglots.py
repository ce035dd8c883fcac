"""Forty files that are one thing to a check and another to a browser: (name, what the browser claims, bytes)."""

from tests.platform.attachments.files import archive, picture

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><html><body onload=alert(1)><script>alert(1)</script></body></html>"
XHTML = b'<html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>'
XML = b'<?xml version="1.0"?><?xml-stylesheet href="javascript:alert(1)"?>' + XHTML
MHTML = (
    b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n"
    + HTML
)
PNG, JPEG, GIF = picture("PNG"), picture("JPEG"), picture("GIF")
PDF = b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n"
JAR = archive("META-INF/MANIFEST.MF", "Evil.class")
DOCX = archive("[Content_Types].xml", "word/document.xml")

POLYGLOTS: tuple[tuple[str, str, bytes], ...] = (
    ("logo.svg", "image/svg+xml", SVG),
    ("logo.svg", "image/png", SVG),
    ("logo.png", "image/png", SVG),
    ("logo.jpg", "image/svg+xml", SVG),
    ("logo.svg", "image/svg+xml", PNG),
    ("logo.svgz", "image/svg+xml", b"\x1f\x8b\x08\x00" + SVG),
    ("page.html", "text/html", HTML),
    ("page.htm", "image/jpeg", HTML),
    ("page.jpg", "image/jpeg", HTML),
    ("page.txt", "text/html", HTML),
    ("page.csv", "text/html", HTML),
    ("page.md", "text/html", HTML),
    ("page.txt", "text/plain", b"\xef\xbb\xbf" + HTML),
    ("page.txt", "text/plain", HTML.decode().encode("utf-16")),
    ("page.txt", "text/plain; charset=utf-7", b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-"),
    ("page.xhtml", "application/xhtml+xml", XHTML),
    ("page.xml", "text/xml", XHTML),
    ("page.xml", "text/xml", XML),
    ("page.txt", "text/xml", XML),
    ("page.xsl", "text/xsl", XML),
    ("page.mht", "message/rfc822", MHTML),
    ("page.mhtml", "multipart/related", MHTML),
    ("page.eml", "message/rfc822", MHTML),
    ("photo.jpg", "image/jpeg", JPEG + HTML),
    ("photo.jpg", "text/html", JPEG[:20] + HTML + JPEG[20:]),
    ("photo.html", "text/html", JPEG + HTML),
    ("photo.png", "image/png", PNG + HTML),
    ("photo.gif", "image/gif", b"GIF89a/*" + b"\0" * 8 + b"*/=1;alert(1)//"),
    ("photo.gif", "image/gif", GIF + JAR),
    ("photo.jar", "application/java-archive", GIF + JAR),
    ("photo.js", "text/javascript", b"GIF89a=1;alert(1)"),
    ("photo.bmp", "image/bmp", b"BM" + b"\0" * 4 + b"\0\0\0\0" + HTML),
    ("script.js", "text/javascript", b"alert(1)"),
    ("script.txt", "application/javascript", b"alert(1)"),
    ("style.css", "text/css", b"*{background:url(//evil)}"),
    ("page.pdf", "application/pdf", PDF),
    ("page.html", "text/html", PDF + HTML),
    ("page.pdf", "text/html", PDF + HTML),
    ("letter.docx", "text/html", DOCX + HTML),
    ("letter.hta", "application/hta", HTML),
    ("letter.swf", "application/x-shockwave-flash", b"CWS\x0a" + b"\0" * 20),
    ("letter.wasm", "application/wasm", b"\0asm\x01\0\0\0"),
)
