package org.ashlar.swap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.ashlar.base.gate.Instance;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.gate.SwapParticipant;
import org.ashlar.base.http.RouteSet;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/// What a bundle offers through gates.
///
/// @param byCell the service that serves each cell
/// @param participants the services that have something to prepare or to hand over
record Services(Map<String, ServiceReference<?>> byCell, List<ServiceReference<?>> participants) {

  /// Looks at the services that a bundle has registered now.
  static Services of(Bundle bundle, Selections selections) {
    Map<String, ServiceReference<?>> byCell = new TreeMap<>();
    List<ServiceReference<?>> participants = new ArrayList<>();
    ServiceReference<?>[] registered = bundle.getRegisteredServices();
    if (registered != null) {
      Arrays.sort(registered, (a, b) -> Long.compare(id(a), id(b)));
      for (ServiceReference<?> reference : registered) {
        cells(reference, bundle, selections.cells().keySet())
            .forEach(cell -> byCell.putIfAbsent(cell, reference));
        if (isParticipant(reference)) {
          participants.add(reference);
        }
      }
    }
    return new Services(byCell, participants);
  }

  static long id(ServiceReference<?> reference) {
    return (Long) reference.getProperty(Constants.SERVICE_ID);
  }

  /// All services that matter, each once.
  List<ServiceReference<?>> all() {
    List<ServiceReference<?>> all = new ArrayList<>(byCell.values());
    all.addAll(participants);
    return all.stream().distinct().toList();
  }

  /// The instances behind them, each once.
  List<Instance> instances(Selections selections) {
    return all().stream().map(selections::instance).toList();
  }

  static boolean isParticipant(ServiceReference<?> reference) {
    return types(reference).contains(SwapParticipant.class.getName());
  }

  static long inFlight(List<Instance> instances) {
    return instances.stream().mapToLong(Instance::inFlight).sum();
  }

  private static List<String> cells(
      ServiceReference<?> reference, Bundle bundle, Set<String> known) {
    return types(reference).stream()
        .map(type -> cell(type, reference, bundle))
        .filter(known::contains)
        .toList();
  }

  private static String cell(String type, ServiceReference<?> reference, Bundle bundle) {
    if (type.equals(RouteSet.class.getName())) {
      return "routes:" + bundle.getSymbolicName();
    }
    return reference.getProperty(Selections.VARIANT) instanceof String variant
        ? type + ":" + variant
        : type;
  }

  private static List<String> types(ServiceReference<?> reference) {
    return reference.getProperty(Constants.OBJECTCLASS) instanceof String[] types
        ? List.of(types)
        : List.of();
  }
}
