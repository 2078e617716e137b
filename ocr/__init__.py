"""From a file as it came to the words, codes and marks on each of its pages."""
