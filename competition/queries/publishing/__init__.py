"""What surrounds a published result: objections, consistency of judges, the open bundle."""
