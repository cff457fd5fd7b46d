package org.ashlar.config;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// Checks a whole file against what the bundles know. Used once.
final class Validation {
  private final Vocabulary vocabulary;
  private final List<Problem> problems = new ArrayList<>();
  private @Nullable ServerName serverName;
  private Optional<URI> publicBaseUrl = Optional.empty();

  private Validation(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /// Checks a file's text.
  ///
  /// @param text the YAML
  /// @param vocabulary what the bundles know
  /// @return the settings, or everything that is wrong, in the order of the lines
  static Settings.Outcome check(String text, Vocabulary vocabulary) {
    return new Validation(vocabulary).check(text);
  }

  private Settings.Outcome check(String text) {
    Yaml.Fields file = YamlReader.read(text, problems);
    boolean readable = problems.isEmpty();
    Map<String, Map<String, Object>> sections = new TreeMap<>();
    vocabulary.sections().values().forEach(section -> sections.put(section.id(), Map.of()));
    for (Yaml.Field field : file.fields()) {
      SectionType section = vocabulary.sections().get(field.name());
      if (TopLevel.NAMES.contains(field.name())) {
        topLevel(field);
      } else if (section != null) {
        sections.put(section.id(), section(section, field));
      } else {
        unknown(field, field.name(), vocabulary.topLevel());
      }
    }
    if (readable && file.fields().stream().noneMatch(f -> f.name().equals("server_name"))) {
      problem(1, "server_name", "is missing; it is the name in user ids, such as example.org");
    }
    problems.sort(Comparator.comparingInt(Problem::line));
    return problems.isEmpty()
        ? new Settings.Valid(new Settings(new TopLevel(serverName, publicBaseUrl), sections))
        : new Settings.Refused(List.copyOf(problems));
  }

  private void topLevel(Yaml.Field field) {
    String text = field.value() instanceof Yaml.Scalar scalar ? scalar.text() : "";
    switch (field.name()) {
      case "server_name" -> {
        if (!text.isEmpty() && ServerName.isValid(text)) {
          serverName = new ServerName(text);
        } else {
          problem(
              field.line(),
              field.name(),
              quoted(text)
                  + " is no server name; allowed is a host with or without a port, such as"
                  + " example.org or matrix.example.org:8448");
        }
      }
      case "public_base_url" -> publicBaseUrl(field, text);
      default -> {
        if (text.isBlank()) {
          problem(field.line(), field.name(), "must be the path of a folder");
        }
      }
    }
  }

  private void publicBaseUrl(Yaml.Field field, String text) {
    if (text.isEmpty() && field.value() instanceof Yaml.Scalar) {
      return;
    }
    try {
      URI url = URI.create(text);
      if (("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
          && url.getHost() != null) {
        publicBaseUrl = Optional.of(url);
        return;
      }
    } catch (IllegalArgumentException e) {
      // Told below, like any other text that is no such URL.
    }
    problem(
        field.line(),
        field.name(),
        quoted(text) + " is no URL; allowed is such as https://matrix.example.org");
  }

  private Map<String, Object> section(SectionType section, Yaml.Field field) {
    return switch (field.value()) {
      case Yaml.Fields fields -> {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Yaml.Field member : fields.fields()) {
          KeyType key = section.key(member.name());
          String path = section.name() + "." + member.name();
          if (key == null) {
            unknown(member, path, section.names());
          } else if (!isNull(member.value())) {
            Object value = value(section, key, path, member);
            if (value != null) {
              values.put(key.id(), value);
            }
          }
        }
        missing(section, fields, section.name());
        yield values;
      }
      case Yaml.Scalar scalar when scalar.isNull() -> Map.of();
      default -> {
        problem(field.line(), field.name(), "must consist of `key: value` entries");
        yield Map.of();
      }
    };
  }

  private @Nullable Object value(SectionType section, KeyType key, String path, Yaml.Field field) {
    if (key.json() || vocabulary.elementOf(section, key) != null) {
      return json(section, key, path, field.value());
    }
    return switch (field.value()) {
      case Yaml.Scalar scalar -> {
        Object one = scalar(key, path, scalar);
        yield one == null || !key.list() ? one : key.scalar().array(List.of(one));
      }
      case Yaml.Items items when key.list() -> list(key, path, items);
      case Yaml.Fields fields when key.map() -> map(path, fields);
      default -> {
        problem(field.line(), path, "has the wrong form; allowed is " + key.allowed());
        yield null;
      }
    };
  }

  /// A map, or a list of maps, as text of JSON.
  private @Nullable Object json(SectionType section, KeyType key, String path, Yaml value) {
    SectionType element = vocabulary.elementOf(section, key);
    if (value instanceof Yaml.Items items && key.list()) {
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < items.items().size(); i++) {
        texts.add(Json.text(object(element, path + "[" + i + "]", items.items().get(i))));
      }
      return texts.toArray(String[]::new);
    }
    if (value instanceof Yaml.Fields && !key.list()) {
      return Json.text(object(element, path, value));
    }
    problem(value.line(), path, "has the wrong form; allowed is " + key.allowed());
    return null;
  }

  private JsonObject object(@Nullable SectionType element, String path, Yaml value) {
    if (!(value instanceof Yaml.Fields fields)) {
      problem(value.line(), path, "must consist of `key: value` entries");
      return JsonObject.EMPTY;
    }
    return element == null
        ? ElementJson.untyped(fields)
        : ElementJson.of(element, members(element, path, fields));
  }

  private @Nullable Object scalar(KeyType key, String path, Yaml.Scalar scalar) {
    Optional<String> option =
        key.options().stream().filter(o -> o.equalsIgnoreCase(scalar.text())).findFirst();
    Object value = key.scalar().read(option.orElse(scalar.text()));
    boolean allowed = key.options().isEmpty() || option.isPresent();
    if (value != null && allowed && key.scalar().within(value, key.min(), key.max())) {
      return value;
    }
    String shown = key.scalar() == ScalarType.PASSWORD ? "the value" : quoted(scalar.text());
    String meant =
        Suggestion.nearest(scalar.text(), key.options())
            .map(near -> "; did you mean " + near + "?")
            .orElse("");
    problem(scalar.line(), path, shown + " is not allowed; allowed is " + key.allowed() + meant);
    return null;
  }

  private Object list(KeyType key, String path, Yaml.Items items) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < items.items().size(); i++) {
      Yaml item = items.items().get(i);
      if (item instanceof Yaml.Scalar scalar) {
        Object value = scalar(key, path + "[" + i + "]", scalar);
        if (value != null) {
          values.add(value);
        }
      } else {
        problem(item.line(), path + "[" + i + "]", "must be " + key.scalar().words());
      }
    }
    return key.scalar().array(values);
  }

  private String[] map(String path, Yaml.Fields fields) {
    List<String> values = new ArrayList<>();
    for (Yaml.Field field : fields.fields()) {
      if (field.value() instanceof Yaml.Scalar scalar) {
        values.add(field.name() + "=" + scalar.text());
      } else {
        problem(field.line(), path + "." + field.name(), "must be a text");
      }
    }
    return values.toArray(String[]::new);
  }

  private Map<String, Object> members(SectionType element, String at, Yaml.Fields fields) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Yaml.Field member : fields.fields()) {
      KeyType key = element.key(member.name());
      String path = at + "." + member.name();
      if (key == null) {
        unknown(member, path, element.names());
      } else if (!isNull(member.value())) {
        SectionType inner = vocabulary.elementOf(element, key);
        Object value =
            inner != null && !key.list()
                ? object(inner, path, member.value())
                : value(element, key, path, member);
        if (value != null) {
          values.put(key.name(), value);
        }
      }
    }
    missing(element, fields, at);
    return values;
  }

  private void missing(SectionType section, Yaml.Fields fields, String path) {
    for (KeyType key : section.keys()) {
      boolean there = fields.fields().stream().anyMatch(f -> f.name().equals(key.name()));
      if (key.required() && key.defaults() == null && !there) {
        problem(fields.line(), path + "." + key.name(), "is missing; it must be " + key.allowed());
      }
    }
  }

  private void unknown(Yaml.Field field, String path, Collection<String> allowed) {
    String elsewhere =
        vocabulary.sections().values().stream()
            .filter(section -> !path.contains(".") && section.key(field.name()) != null)
            .map(section -> section.name() + "." + field.name())
            .findFirst()
            .orElse("");
    String meant =
        Suggestion.nearest(field.name(), allowed)
            .or(() -> Optional.of(elsewhere).filter(name -> !name.isEmpty()))
            .map(near -> "; did you mean " + near + "?")
            .orElse("");
    problem(
        field.line(),
        path,
        "is not known"
            + (meant.isEmpty() ? "." : meant)
            + " Allowed here: "
            + String.join(", ", allowed));
  }

  private void problem(int line, String key, String sentence) {
    problems.add(new Problem(line, key, sentence));
  }

  private static boolean isNull(Yaml value) {
    return value instanceof Yaml.Scalar scalar && scalar.isNull();
  }

  private static String quoted(String text) {
    return "\"" + (text.length() > 60 ? text.substring(0, 60) + "..." : text) + "\"";
  }
}
