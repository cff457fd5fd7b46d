package org.ashlar.swap.greeting;

/// The api of the bundles that the tests swap.
public interface Greeting {
  String greet(String name);
}
