"""What makes a request safe to repeat: keys of requests already answered, uploads that go on where they broke off."""
