"""Pure rules of the register, the roles and the accounts: no input, no output, no framework."""
