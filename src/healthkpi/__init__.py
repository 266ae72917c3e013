"""healthkpi: which health targets of a policy document are met, by whom, and by how much."""
