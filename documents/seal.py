"""The organisation's seal on a PDF (PAdES), and the check of it; the only module that knows pyHanko."""
