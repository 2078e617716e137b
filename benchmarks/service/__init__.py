"""The service under load: seconds from upload to verdict, how long people wait meanwhile, and what it costs."""
