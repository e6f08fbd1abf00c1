"""The second step of signing in: an app that shows codes, passkeys, and codes on paper for the day both are lost."""
