package org.ashlar.architecture;

import java.util.ArrayList;
import java.util.List;
import org.w3c.dom.Element;

/// How declarative-services components of swappable bundles are declared.
record ComponentRule() {

  /// Breaches of one component description.
  ///
  /// @param file its name, for the message
  /// @param component the root element
  /// @param configured whether configuration is described for it
  List<String> breaches(String file, Element component, boolean configured) {
    List<String> breaches = new ArrayList<>();
    var serves = component.getElementsByTagName("service").getLength() > 0;
    if (serves && !component.getAttribute("immediate").equals("true")) {
      breaches.add(file + " is not immediate: a delayed one is destroyed between two calls");
    }
    if (configured && component.getAttribute("modified").isEmpty()) {
      breaches.add(file + " has configuration and no @Modified: a change would tear it down");
    }
    return breaches;
  }
}
