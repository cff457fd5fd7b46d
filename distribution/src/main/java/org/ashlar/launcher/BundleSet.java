package org.ashlar.launcher;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The bundles to start: those of the installation, overlaid by the pinned ones.
///
/// @param modules by start level
/// @param notes a line for each pinned module, as it must not win in silence
record BundleSet(List<Module> modules, List<String> notes) {

  static BundleSet of(List<Module> system, List<Module> pinned) {
    List<Module> modules = new ArrayList<>(system);
    List<String> notes = new ArrayList<>();
    for (var pin : pinned) {
      var replaced = modules.stream().filter(m -> m.name().equals(pin.name())).toList();
      modules.removeAll(replaced);
      modules.add(pin);
      notes.add(note(pin, replaced));
    }
    modules.sort(Comparator.comparingInt(Module::startLevel));
    return new BundleSet(List.copyOf(modules), List.copyOf(notes));
  }

  private static String note(Module pin, List<Module> replaced) {
    return replaced.isEmpty()
        ? pin + " is added by modules.lock"
        : pin
            + " is pinned by modules.lock and stands for version "
            + replaced.getFirst().version()
            + " of the installation";
  }
}
