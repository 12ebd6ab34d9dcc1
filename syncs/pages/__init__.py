"""The pages' views: who asks, what they ask for, one call, one answer."""
