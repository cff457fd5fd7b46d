package org.ashlar.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import java.util.List;
import java.util.stream.Stream;

/// What an exporting bundle shows to others speaks in types of the project and of java.*: no
/// library's type crosses a border, as exchanging that library would exchange its users.
///
/// @param house the bundles
/// @param sqlPackage the package that may show javax.sql, for the persistence bundles alone
record SignatureRule(House house, String sqlPackage) {
  private static final List<String> LIBRARIES =
      List.of(
          "com.fasterxml.jackson",
          "tools.jackson",
          "java.sql",
          "javax.sql",
          "org.apache.ibatis",
          "com.zaxxer",
          "org.postgresql",
          "jakarta.servlet",
          "org.eclipse.jetty",
          "org.bouncycastle");

  List<String> breaches(JavaClasses classes) {
    return classes.stream()
        .filter(c -> house.owner(c.getPackageName()).filter(b -> b.layer().exports()).isPresent())
        .filter(SignatureRule::visible)
        .flatMap(this::breaches)
        .distinct()
        .sorted()
        .toList();
  }

  private Stream<String> breaches(JavaClass shown) {
    var members =
        shown.getMembers().stream()
            .filter(SignatureRule::visible)
            .flatMap(
                member ->
                    types(member)
                        .filter(type -> foreign(shown, type))
                        .map(type -> member.getFullName() + " shows " + type.getName()));
    var parents =
        Stream.concat(shown.getRawSuperclass().stream(), shown.getRawInterfaces().stream())
            .filter(type -> foreign(shown, type))
            .map(type -> shown.getName() + " is a " + type.getName());
    return Stream.concat(members, parents);
  }

  private static Stream<JavaClass> types(JavaMember member) {
    Stream<JavaType> types =
        switch (member) {
          case JavaField field -> Stream.of(field.getType());
          case JavaCodeUnit unit ->
              Stream.concat(Stream.of(unit.getReturnType()), unit.getParameterTypes().stream());
          default -> Stream.empty();
        };
    return types.flatMap(type -> type.getAllInvolvedRawTypes().stream());
  }

  private boolean foreign(JavaClass shown, JavaClass type) {
    var name = type.getName();
    if (shown.getPackageName().equals(sqlPackage) && name.startsWith("java")) {
      return false;
    }
    return LIBRARIES.stream().anyMatch(name::startsWith);
  }

  private static boolean visible(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(SignatureRule::visible).orElse(true);
  }

  private static boolean visible(JavaMember member) {
    return member.getModifiers().contains(JavaModifier.PUBLIC)
        || member.getModifiers().contains(JavaModifier.PROTECTED);
  }
}
