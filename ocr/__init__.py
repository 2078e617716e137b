"""From a file as it came to the words, codes and marks on each of its pages."""

import os

# ONNX Runtime sends events about its use to Microsoft unless this is set before it is loaded (its Linux builds do so
# since 1.29, and make a device id in the user's cache): nothing may leave a centre's machines. Children inherit it.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
