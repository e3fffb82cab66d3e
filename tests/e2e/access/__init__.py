"""Who gets in where: every operation of the reference, tried by everybody."""
