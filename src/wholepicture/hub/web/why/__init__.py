"""Why somebody is looking: asked once for each subject and session, kept, shown on the page and written into the access log."""
