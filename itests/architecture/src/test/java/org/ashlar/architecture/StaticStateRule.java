package org.ashlar.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.List;

/// No static field can be assigned after its class is loaded.
record StaticStateRule() {

  List<String> breaches(JavaClasses classes) {
    return classes.stream()
        .flatMap(c -> c.getFields().stream())
        .filter(f -> f.getModifiers().contains(JavaModifier.STATIC))
        .filter(f -> !f.getModifiers().contains(JavaModifier.FINAL))
        .filter(f -> !f.getModifiers().contains(JavaModifier.SYNTHETIC))
        .map(JavaField::getFullName)
        .sorted()
        .toList();
  }
}
