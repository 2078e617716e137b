"""Generated dossiers that are complete but for one thing, to measure how far the verdict can be trusted."""
