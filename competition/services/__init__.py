"""Use cases: one public function is one deed, one transaction, one audit line."""
