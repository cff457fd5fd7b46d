package org.ashlar.http.jetty;

import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/// The headers of a request by lower-case name, looked up without copying them. Values of a header
/// that came more than once are joined by commas.
final class HeaderMap extends AbstractMap<String, String> {
  private final HttpFields fields;

  HeaderMap(HttpFields fields) {
    this.fields = fields;
  }

  @Override
  public @Nullable String get(@Nullable Object key) {
    if (!(key instanceof String name)) {
      return null;
    }
    String value = null;
    for (HttpField field : fields) {
      if (field.is(name)) {
        String text = field.getValue() == null ? "" : field.getValue();
        value = value == null ? text : value + ", " + text;
      }
    }
    return value;
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return key instanceof String name && fields.contains(name);
  }

  @Override
  public Set<Entry<String, String>> entrySet() {
    Map<String, String> all = new LinkedHashMap<>();
    for (HttpField field : fields) {
      all.merge(
          field.getName().toLowerCase(Locale.ROOT),
          field.getValue() == null ? "" : field.getValue(),
          (a, b) -> a + ", " + b);
    }
    return all.entrySet();
  }
}
