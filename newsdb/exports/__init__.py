"""Files of what the API serves: whole collections, in flat memory, in the shape that lists have."""
