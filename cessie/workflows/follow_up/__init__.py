"""What is not paid is asked for: invoices, reminders, dossiers, third-party money, procedures."""
