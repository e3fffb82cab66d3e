"""The whole platform on one machine with one command: `python -m deploy.local`, or `make run`.

The parent process imports the standard library only, so that watching over the platform costs next to no memory.
"""
