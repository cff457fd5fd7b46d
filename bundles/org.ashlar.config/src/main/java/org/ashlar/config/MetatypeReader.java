package org.ashlar.config;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/// Reads the metadata (OSGi Metatype) that a bundle has in `OSGI-INF/metatype`.
///
/// Read directly, as the Metatype service does not tell the bounds of a value, which belong into
/// messages and the reference.
final class MetatypeReader {
  /// What one bundle knows.
  ///
  /// @param sections those that a component is configured with
  /// @param others elements of lists
  record Part(List<SectionType> sections, List<SectionType> others) {}

  private final Map<String, SectionType> objects = new LinkedHashMap<>();
  private final Map<String, String> pids = new LinkedHashMap<>();

  MetatypeReader() {}

  /// Reads one file.
  ///
  /// @throws IOException when it cannot be read or is no Metatype
  void read(InputStream in) throws IOException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try {
      XMLStreamReader xml = factory.createXMLStreamReader(in);
      while (xml.hasNext()) {
        if (xml.next() == XMLStreamConstants.START_ELEMENT) {
          element(xml);
        }
      }
    } catch (XMLStreamException e) {
      throw new IOException(e);
    }
  }

  /// What has been read so far.
  Part part() {
    List<SectionType> sections = new ArrayList<>();
    Map<String, SectionType> others = new LinkedHashMap<>(objects);
    pids.forEach(
        (pid, id) -> {
          SectionType object = objects.get(id);
          if (object != null && pid.startsWith(SectionType.PREFIX)) {
            sections.add(new SectionType(pid, object.description(), object.keys()));
            others.remove(id);
          }
        });
    return new Part(sections, List.copyOf(others.values()));
  }

  private void element(XMLStreamReader xml) throws XMLStreamException {
    switch (xml.getLocalName()) {
      case "OCD" -> {
        String id = attribute(xml, "id", "");
        String description = attribute(xml, "description", "");
        objects.put(id, new SectionType(id, description, keys(xml)));
      }
      case "Designate" -> {
        String pid = attribute(xml, "pid", "");
        pids.put(pid, reference(xml));
      }
      default -> {
        // Nothing else says something about the file.
      }
    }
  }

  private static List<KeyType> keys(XMLStreamReader xml) throws XMLStreamException {
    List<KeyType> keys = new ArrayList<>();
    while (!isEnd(xml, "OCD")) {
      if (xml.isStartElement() && xml.getLocalName().equals("AD")) {
        keys.add(key(xml));
      }
      xml.next();
    }
    return keys;
  }

  private static KeyType key(XMLStreamReader xml) throws XMLStreamException {
    String id = attribute(xml, "id", "");
    ScalarType type = ScalarType.named(attribute(xml, "type", "String"));
    boolean list = !attribute(xml, "cardinality", "0").equals("0");
    String name = attribute(xml, "name", "");
    boolean map = list && name.equals("map");
    boolean json = name.equals("json");
    boolean required = attribute(xml, "required", "true").equals("true");
    String given = xml.getAttributeValue(null, "default");
    String min = xml.getAttributeValue(null, "min");
    String max = xml.getAttributeValue(null, "max");
    String description = attribute(xml, "description", "");
    return new KeyType(
        id,
        type,
        list,
        map,
        json,
        required,
        defaults(given, list),
        options(xml),
        min,
        max,
        description);
  }

  private static List<String> options(XMLStreamReader xml) throws XMLStreamException {
    List<String> options = new ArrayList<>();
    while (!isEnd(xml, "AD")) {
      if (xml.isStartElement() && xml.getLocalName().equals("Option")) {
        options.add(attribute(xml, "value", ""));
      }
      xml.next();
    }
    return options;
  }

  private static String reference(XMLStreamReader xml) throws XMLStreamException {
    String reference = "";
    while (!isEnd(xml, "Designate")) {
      if (xml.isStartElement() && xml.getLocalName().equals("Object")) {
        reference = attribute(xml, "ocdref", "");
      }
      xml.next();
    }
    return reference;
  }

  /// Splits a list at its commas; a backslash takes the meaning of the next character away.
  private static @Nullable List<String> defaults(@Nullable String given, boolean list) {
    if (given == null) {
      return null;
    }
    List<String> values = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    for (int i = 0; i < given.length(); i++) {
      char c = given.charAt(i);
      if (c == '\\' && i + 1 < given.length()) {
        value.append(given.charAt(++i));
      } else if (c == ',' && list) {
        values.add(value.toString());
        value.setLength(0);
      } else {
        value.append(c);
      }
    }
    if (!list || !given.isEmpty()) {
      values.add(value.toString());
    }
    return values;
  }

  private static boolean isEnd(XMLStreamReader xml, String name) {
    return xml.isEndElement() && xml.getLocalName().equals(name);
  }

  private static String attribute(XMLStreamReader xml, String name, String missing) {
    String value = xml.getAttributeValue(null, name);
    return value == null ? missing : value;
  }
}
