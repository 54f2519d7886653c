"""What comes in by mail, portal, folder or program: kept, read, registered, judged, and answered."""
