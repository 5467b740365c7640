"""Where jobs come from: a folder, a manifest, a feed. Each yields jobs and problems; nothing is tagged here."""
