"""The client's portal: what his invoices bring, what is offered, what was paid, and his statement."""
