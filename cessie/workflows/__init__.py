"""What follows what: conducts the verbs of the apps; holds no arithmetic and no postings."""
