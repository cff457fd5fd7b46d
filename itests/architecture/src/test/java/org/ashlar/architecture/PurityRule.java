package org.ashlar.architecture;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The pure layer computes values from values: no I/O, no clock, no chance, no threads.
record PurityRule(House house) {
  private static final List<String> FORBIDDEN_PACKAGES =
      List.of("java.net", "java.nio.file", "java.nio.channels", "java.sql", "javax.");
  private static final Set<String> FORBIDDEN_CLASSES =
      Set.of(
          "java.io.File",
          "java.io.InputStream",
          "java.io.OutputStream",
          "java.util.Random",
          "java.util.concurrent.ThreadLocalRandom",
          "java.security.SecureRandom");
  private static final Set<String> CLOCKS =
      Set.of(
          "now", "currentTimeMillis", "nanoTime", "systemUTC", "systemDefaultZone", "randomUUID");

  List<String> breaches(JavaClasses classes) {
    return classes.stream().filter(this::pure).flatMap(this::breaches).distinct().sorted().toList();
  }

  private boolean pure(JavaClass javaClass) {
    return house.owner(javaClass.getPackageName()).filter(b -> b.layer() == Layer.PURE).isPresent();
  }

  private Stream<String> breaches(JavaClass javaClass) {
    var types =
        javaClass.getDirectDependenciesFromSelf().stream()
            .map(dependency -> dependency.getTargetClass().getName())
            .filter(PurityRule::forbidden);
    var clocks =
        javaClass.getAccessesFromSelf().stream()
            .map(JavaAccess::getTarget)
            .filter(PurityRule::tellsTime)
            .map(AccessTarget::getFullName);
    return Stream.concat(types, clocks).map(it -> javaClass.getName() + " uses " + it);
  }

  private static boolean forbidden(String type) {
    return FORBIDDEN_CLASSES.contains(type)
        || FORBIDDEN_PACKAGES.stream().anyMatch(type::startsWith);
  }

  private static boolean tellsTime(AccessTarget target) {
    return target.getOwner().getPackageName().startsWith("java.")
        && CLOCKS.contains(target.getName());
  }
}
