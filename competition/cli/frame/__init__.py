"""What every command shares: loading, answering, refusing, telling how far it is."""
