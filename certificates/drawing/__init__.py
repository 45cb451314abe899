"""Pictures on certificates: borders and grounds, seals, QR codes, photographs."""
