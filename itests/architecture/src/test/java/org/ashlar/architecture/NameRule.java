package org.ashlar.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.regex.Pattern;

/// A name says what sets the class apart from others of its kind.
record NameRule() {
  private static final Pattern EMPTY_WORDS =
      Pattern.compile(".*(Impl|Manager|Helper|Helpers|Util|Utils)$");

  List<String> breaches(JavaClasses classes) {
    return classes.stream()
        .filter(c -> EMPTY_WORDS.matcher(c.getSimpleName()).matches())
        .map(JavaClass::getName)
        .sorted()
        .toList();
  }
}
