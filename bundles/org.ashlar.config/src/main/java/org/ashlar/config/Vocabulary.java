package org.ashlar.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// All sections and keys that the installed bundles know.
///
/// @param sections by name in the file, sorted
/// @param elements the elements of lists of maps, by id `PID.KEY`
record Vocabulary(Map<String, SectionType> sections, Map<String, SectionType> elements) {

  /// Joins what bundles say.
  ///
  /// @param parts one for each bundle, the oldest first
  static Vocabulary of(List<MetatypeReader.Part> parts) {
    Map<String, SectionType> sections = new TreeMap<>(Comparator.naturalOrder());
    Map<String, SectionType> elements = new LinkedHashMap<>();
    for (MetatypeReader.Part part : parts) {
      part.sections()
          .forEach(section -> sections.merge(section.name(), section, SectionType::with));
      part.others().forEach(other -> elements.put(other.id(), other));
    }
    return new Vocabulary(sections, elements);
  }

  /// What the maps in a list consist of.
  ///
  /// @return null when the key's list is no list of maps
  @Nullable SectionType elementOf(SectionType section, KeyType key) {
    SectionType element = elements.get(section.id() + "." + key.id());
    return element == null ? elements.get(section.id() + "." + key.name()) : element;
  }

  List<String> topLevel() {
    List<String> names = new ArrayList<>(TopLevel.NAMES);
    names.addAll(sections.keySet());
    return names;
  }
}
