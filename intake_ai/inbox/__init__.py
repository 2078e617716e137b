"""Other doors in: watched folders, batches with separator sheets, archives, bulk import."""
