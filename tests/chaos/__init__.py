"""`make chaos`: findings are filed while parts of the platform are killed, and then everything is counted."""
