"""Money, days, references and refusals: pure, no Django, no business."""
