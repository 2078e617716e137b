"""Real servers for tests: PostgreSQL, Redis, RabbitMQ, an S3 store; each on loopback, in a folder of its own.

They are started where a test first asks for one (the fixtures of `conftest.py`), can be killed and started again on the
same port (fault tests), and end with the test process even if that is killed.
"""
