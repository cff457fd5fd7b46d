package org.ashlar.base.log;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes bytes of a line, its end included.
interface LogLayout {
  byte[] format(
      LogLine line,
      Map<String, String> fields,
      Map<String, String> enriched,
      @Nullable String stack);
}
