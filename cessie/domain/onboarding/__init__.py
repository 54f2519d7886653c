"""Companies that ask to be financed: a score with its reasons. It advises; a person decides."""
