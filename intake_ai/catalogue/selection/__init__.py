"""Which procedures a province receives, and which are copies of national ones."""
