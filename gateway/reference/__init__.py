"""The reference of the whole API: one OpenAPI document out of the services' own, and a page that shows it."""
