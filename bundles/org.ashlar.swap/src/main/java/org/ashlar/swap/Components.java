package org.ashlar.swap;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/// What SCR knows of our components that do not run.
final class Components {
  private static final String OURS = "org.ashlar.";

  private final BundleContext context;

  Components(BundleContext context) {
    this.context = context;
  }

  /// Components of the house that threw when they were made.
  List<String> failed() {
    return sentences(
        Components::isOurs, dto -> dto.state == ComponentConfigurationDTO.FAILED_ACTIVATION);
  }

  /// Components of the house that wait for a service.
  List<String> waiting() {
    return sentences(
        Components::isOurs, dto -> dto.state == ComponentConfigurationDTO.UNSATISFIED_REFERENCE);
  }

  /// Why components of one bundle do not run.
  List<String> lacking(Bundle bundle) {
    return sentences(
        dto -> dto.bundle.id == bundle.getBundleId(),
        dto ->
            dto.state != ComponentConfigurationDTO.ACTIVE
                && dto.state != ComponentConfigurationDTO.SATISFIED);
  }

  private static boolean isOurs(ComponentDescriptionDTO component) {
    return component.bundle.symbolicName.startsWith(OURS);
  }

  private List<String> sentences(
      Predicate<ComponentDescriptionDTO> which, Predicate<ComponentConfigurationDTO> what) {
    ServiceReference<ServiceComponentRuntime> reference =
        context.getServiceReference(ServiceComponentRuntime.class);
    ServiceComponentRuntime runtime = reference == null ? null : context.getService(reference);
    if (runtime == null) {
      return List.of();
    }
    try {
      List<String> sentences = new ArrayList<>();
      for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs()) {
        if (which.test(component)) {
          runtime.getComponentConfigurationDTOs(component).stream()
              .filter(what)
              .map(state -> sentence(component, state))
              .forEach(sentences::add);
        }
      }
      return sentences;
    } finally {
      context.ungetService(reference);
    }
  }

  private static String sentence(
      ComponentDescriptionDTO component, ComponentConfigurationDTO state) {
    String name = component.bundle.symbolicName + ": " + simple(component.implementationClass);
    return switch (state.state) {
      case ComponentConfigurationDTO.FAILED_ACTIVATION ->
          name + " failed: " + firstLine(state.failure);
      case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION -> name + " is not configured";
      default -> {
        List<String> targets = new ArrayList<>();
        for (UnsatisfiedReferenceDTO missing : state.unsatisfiedReferences) {
          targets.add(interfaceOf(component, missing.name));
        }
        yield name + " waits for " + String.join(", ", targets);
      }
    };
  }

  private static String interfaceOf(ComponentDescriptionDTO component, String reference) {
    for (var dto : component.references) {
      if (dto.name.equals(reference)) {
        return dto.interfaceName;
      }
    }
    return reference;
  }

  private static String simple(String type) {
    return type.substring(type.lastIndexOf('.') + 1);
  }

  private static String firstLine(@Nullable String text) {
    return text == null ? "for an unknown reason" : text.lines().findFirst().orElse("");
  }
}
