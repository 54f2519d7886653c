"""The rates that the law sets, as this house holds them: those of the project, and what two people agreed on since."""
