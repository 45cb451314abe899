"""Pages of judges, chief judges and clerks who enter marks."""
