package org.ashlar.base.log;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// What goes through the queue; holds text only, so that nothing of a swapped bundle stays in it.
sealed interface LogEntry {

  /// A line on its way to the output.
  record Text(LogLine line, Map<String, String> fields, @Nullable String stack)
      implements LogEntry {
    /// About how many characters it keeps in memory.
    int weight() {
      int weight = 200 + line.message().length() + (stack == null ? 0 : stack.length());
      for (Map.Entry<String, String> field : fields.entrySet()) {
        weight += 50 + field.getKey().length() + field.getValue().length();
      }
      return weight;
    }

    /// The entry as it may be written.
    Text redacted() {
      Map<String, String> clean = LinkedHashMap.newLinkedHashMap(fields.size());
      fields.forEach((name, value) -> clean.put(Redactor.redact(name), clean(name, value)));
      return new Text(line.redacted(), clean, stack == null ? null : Redactor.redact(stack));
    }

    private static String clean(String name, String value) {
      return Redactor.isSecret(name) ? "<redacted>" : Redactor.redact(value);
    }
  }

  /// Tells when all before it has been written.
  record Mark(CountDownLatch passed) implements LogEntry {}

  /// Ends the writer when all before it has been written.
  record Stop() implements LogEntry {}
}
