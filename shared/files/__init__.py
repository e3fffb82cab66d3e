"""Photos and files of the services: received, judged by their bytes, kept in a folder or in S3, served harmlessly.

A file's way (docs/adr/0009): `intake` streams the body into unnamed temporary files; `keeping` finds out what each is,
lets a picture be re-encoded by a process of its own, and only then puts the result into `storage`, under a random
folder; the service commits a row that names the folder. Whatever has no row a day later is deleted by `sweeping`.
"""
