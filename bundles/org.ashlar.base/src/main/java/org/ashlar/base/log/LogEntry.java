package org.ashlar.base.log;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A line on its way to the output; holds text only, so that nothing of a swapped bundle stays in
/// the queue.
record LogEntry(LogLine line, Map<String, String> fields, @Nullable String stack) {
  int weight() {
    return 200 + line.message().length() + (stack == null ? 0 : stack.length());
  }
}
