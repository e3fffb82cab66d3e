"""Everything an installation holds in one file, taken at one moment, and back again; docs/adr/0008 says why so."""
