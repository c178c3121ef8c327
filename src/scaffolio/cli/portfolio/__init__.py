"""``scaffolio portfolio``: four to six projects from one plan: made, trained, watched, shown."""
