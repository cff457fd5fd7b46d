package org.ashlar.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a reload changes. Keys that take effect at a start keep their old value until then.
///
/// @param applied the keys that change now
/// @param atRestart the keys that change at the next start
/// @param effective what is in force from now on, by PID
record Changes(
    List<String> applied, List<String> atRestart, Map<String, Map<String, Object>> effective) {

  static Changes between(Settings old, Settings next, Vocabulary vocabulary) {
    List<String> applied = new ArrayList<>();
    List<String> atRestart = new ArrayList<>(topLevel(old.top(), next.top()));
    Map<String, Map<String, Object>> effective = new TreeMap<>();
    for (SectionType section : vocabulary.sections().values()) {
      Map<String, Object> before = old.sections().getOrDefault(section.id(), Map.of());
      Map<String, Object> after =
          new LinkedHashMap<>(next.sections().getOrDefault(section.id(), Map.of()));
      Set<String> ids = new TreeSet<>(before.keySet());
      ids.addAll(after.keySet());
      for (String id : ids) {
        KeyType key = section.key(KeyType.snake(id));
        if (!same(before.get(id), after.get(id))) {
          boolean later = key != null && key.needsRestart();
          (later ? atRestart : applied).add(section.name() + "." + KeyType.snake(id));
          if (later) {
            keep(id, before.get(id), after);
          }
        }
      }
      effective.put(section.id(), after);
    }
    return new Changes(List.copyOf(applied), List.copyOf(atRestart), effective);
  }

  private static List<String> topLevel(TopLevel old, TopLevel next) {
    List<String> changed = new ArrayList<>();
    if (!Objects.equals(old.serverName(), next.serverName())) {
      changed.add("server_name");
    }
    if (!old.publicBaseUrl().equals(next.publicBaseUrl())) {
      changed.add("public_base_url");
    }
    return changed;
  }

  private static void keep(String id, @Nullable Object before, Map<String, Object> after) {
    if (before == null) {
      after.remove(id);
    } else {
      after.put(id, before);
    }
  }

  private static boolean same(@Nullable Object a, @Nullable Object b) {
    return Objects.deepEquals(a, b);
  }
}
