"""What a client may draw today and why: runs over what is eligible, kept with all they stood on; his drawings."""
