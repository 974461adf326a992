"""Why somebody is looking: asked once for each subject and session, kept, shown, and written into the access log."""
