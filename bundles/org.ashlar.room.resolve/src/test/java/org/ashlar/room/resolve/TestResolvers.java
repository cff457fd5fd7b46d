package org.ashlar.room.resolve;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.ashlar.base.gate.NumberedReference;
import org.ashlar.base.gate.Selections;
import org.ashlar.room.auth.AuthRules;
import org.ashlar.room.resolution.StateResolver;
import org.ashlar.room.resolve.first.FirstResolution;
import org.ashlar.room.resolve.second.SecondResolution;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;

/// The resolvers of all algorithms, without a framework.
public final class TestResolvers {
  private static final int FIRST_NUMBER = 1_000_000;

  private TestResolvers() {}

  /// The algorithms by their names.
  public static Map<String, GatedResolver.Algorithm> algorithms() {
    return new TreeMap<>(
        Map.of(
            "v1", new FirstResolution(),
            "v2", SecondResolution.v2(),
            "v2.1", SecondResolution.v21()));
  }

  /// Hands a resolver of each algorithm to who wants to bind it.
  public static void bind(
      Selections selections,
      AuthRules rules,
      BiConsumer<ServiceReference<StateResolver>, StateResolver> binder) {
    int number = FIRST_NUMBER;
    for (Map.Entry<String, GatedResolver.Algorithm> each : algorithms().entrySet()) {
      GatedResolver resolver =
          new GatedResolver(context("1.0.0"), selections, each.getKey(), each.getValue());
      resolver.bind(new NumberedReference<>(FIRST_NUMBER - 1, AuthRules.class), rules);
      binder.accept(
          new NumberedReference<StateResolver>(number++, StateResolver.class)
              .with(Selections.VARIANT, each.getKey()),
          resolver);
    }
  }

  /// The context of a bundle of a version.
  public static BundleContext context(String version) {
    Bundle bundle = fake(Bundle.class, "getVersion", new Version(version));
    return fake(BundleContext.class, "getBundle", bundle);
  }

  private static <T> T fake(Class<T> type, String method, Object answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, called, _) -> called.getName().equals(method) ? answer : null));
  }
}
