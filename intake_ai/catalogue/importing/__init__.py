"""Reads catalogue files: the national file, the portal's own JSON, the older THANHPHANHOSO packages."""
