"""What each kind of indicator counts: a function of (scope, indicator) giving its parts and their quantities."""
