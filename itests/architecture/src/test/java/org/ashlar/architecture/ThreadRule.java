package org.ashlar.architecture;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Work is started by one class, which hands the request's context on; nothing else starts threads
/// or leaves things behind in the JVM that outlive a swapped bundle.
///
/// @param exceptions the names of top-level classes that may, each with the reason
record ThreadRule(Map<String, String> exceptions) {
  private static final Set<String> STARTERS =
      Set.of(
          "java.util.concurrent.Executors",
          "java.util.concurrent.ForkJoinPool",
          "java.util.concurrent.ThreadPoolExecutor",
          "java.util.concurrent.ScheduledThreadPoolExecutor",
          "java.util.concurrent.StructuredTaskScope",
          "java.util.Timer",
          "org.eclipse.jetty.util.thread.QueuedThreadPool",
          "org.eclipse.jetty.util.thread.VirtualThreadPool");
  private static final Set<String> THREAD_METHODS =
      Set.of("start", "startVirtualThread", "ofVirtual", "ofPlatform", "<init>");

  List<String> breaches(JavaClasses classes) {
    return accesses(classes)
        .map(a -> a.getOrigin().getFullName() + " uses " + a.getTarget().getFullName())
        .distinct()
        .sorted()
        .toList();
  }

  /// The names of the top-level classes that break the rule.
  Set<String> starters(JavaClasses classes) {
    return accesses(classes).map(a -> topLevel(a.getOriginOwner())).collect(Collectors.toSet());
  }

  private Stream<JavaAccess<?>> accesses(JavaClasses classes) {
    return classes.stream()
        .filter(c -> !exceptions.containsKey(topLevel(c)))
        .flatMap(c -> c.getAccessesFromSelf().stream())
        .filter(access -> forbidden(access.getTarget()));
  }

  /// Nested classes belong to the class around them.
  private static String topLevel(JavaClass type) {
    return type.getName().replaceFirst("\\$.*", "");
  }

  private static boolean forbidden(AccessTarget target) {
    var owner = target.getOwner().getName();
    var method = target.getName();
    return switch (owner) {
      case "java.lang.Thread" -> THREAD_METHODS.contains(method);
      case "java.lang.Runtime" -> method.equals("addShutdownHook");
      case "java.lang.ThreadLocal", "java.lang.InheritableThreadLocal" ->
          method.startsWith("<") || method.equals("withInitial");
      case "java.util.concurrent.CompletableFuture" -> method.endsWith("Async");
      case "java.util.Collection" -> method.equals("parallelStream");
      case "javax.management.MBeanServer" -> method.equals("registerMBean");
      default -> STARTERS.contains(owner);
    };
  }
}
