"""The arithmetic of a contract: pricing, fees, VAT on fees, reserve; pure."""
