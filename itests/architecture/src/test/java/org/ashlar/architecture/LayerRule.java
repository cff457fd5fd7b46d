package org.ashlar.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.stream.Stream;

/// A bundle uses only bundles of the layers below it.
record LayerRule(House house) {

  List<String> breaches(JavaClasses classes) {
    return classes.stream().flatMap(this::breaches).distinct().sorted().toList();
  }

  private Stream<String> breaches(JavaClass user) {
    var owner = house.owner(user.getPackageName());
    if (owner.isEmpty()) {
      return Stream.of(user.getName() + " is in no bundle of layers.txt");
    }
    return user.getDirectDependenciesFromSelf().stream()
        .map(Dependency::getTargetClass)
        .filter(used -> !allowed(owner.get(), used))
        .map(
            used ->
                "%s (%s) must not use %s"
                    .formatted(user.getName(), owner.get().layer(), used.getName()));
  }

  private boolean allowed(Bundle user, JavaClass used) {
    return house.owner(used.getBaseComponentType().getPackageName()).map(user::mayUse).orElse(true);
  }
}
