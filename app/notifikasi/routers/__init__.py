"""Who reads his messages."""
