package org.ashlar.context.logging;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ashlar.base.log.LogEnricher;
import org.ashlar.base.log.LogLine;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/// Adds to a line what its context is about: who asks, which part of the house speaks, which room,
/// and the version of this bundle.
///
/// It is given the line alone, so nothing that it does can hold up or break a request.
@Component(immediate = true)
public final class ContextFields implements LogEnricher {
  private static final String OURS = "org.ashlar.";
  private static final Pattern ROOM = Pattern.compile("![A-Za-z0-9._~=+-]+(?::[A-Za-z0-9.:-]+)?");

  private final String version;

  /// @param context tells this bundle's version
  @Activate
  public ContextFields(BundleContext context) {
    this.version = context.getBundle().getVersion().toString();
  }

  @Override
  public Map<String, String> fields(LogLine line) {
    Map<String, String> fields = new LinkedHashMap<>();
    if (line.logger().startsWith(OURS)) {
      fields.put("part", part(line.logger()));
    }
    if (line.caller() != null) {
      fields.put("user", line.caller());
    }
    Matcher room = ROOM.matcher(line.contextId());
    if (room.find()) {
      fields.put("room", room.group());
    }
    fields.put("enricher", version);
    return fields;
  }

  /// The bundle that a logger belongs to: the words in lower case.
  private static String part(String logger) {
    int end = OURS.length();
    while (end < logger.length() && !Character.isUpperCase(logger.charAt(end))) {
      end++;
    }
    String words = logger.substring(OURS.length(), end);
    return words.endsWith(".") ? words.substring(0, words.length() - 1) : words;
  }
}
