package org.ashlar.base.gate;

import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/// A service registration without a framework: it has a number and the types it is registered as.
public final class NumberedReference<S> implements ServiceReference<S> {
  private final Map<String, Object> properties;

  /// @param number `service.id`
  /// @param types what it is registered as
  public NumberedReference(long number, Class<?>... types) {
    String[] names = new String[types.length];
    for (int i = 0; i < types.length; i++) {
      names[i] = types[i].getName();
    }
    properties = Map.of(Constants.SERVICE_ID, number, Constants.OBJECTCLASS, names);
  }

  private NumberedReference(Map<String, Object> properties) {
    this.properties = Map.copyOf(properties);
  }

  /// The same registration with one more property.
  public NumberedReference<S> with(String key, Object value) {
    Map<String, Object> more = new HashMap<>(properties);
    more.put(key, value);
    return new NumberedReference<>(more);
  }

  @Override
  public Object getProperty(String key) {
    return properties.get(key);
  }

  @Override
  public String[] getPropertyKeys() {
    return properties.keySet().toArray(String[]::new);
  }

  @Override
  public Bundle getBundle() {
    return null;
  }

  @Override
  public Bundle[] getUsingBundles() {
    return null;
  }

  @Override
  public boolean isAssignableTo(Bundle bundle, String className) {
    return true;
  }

  @Override
  public int compareTo(Object other) {
    return Long.compare(
        (Long) ((ServiceReference<?>) other).getProperty(Constants.SERVICE_ID),
        (Long) getProperty(Constants.SERVICE_ID));
  }

  @Override
  public Dictionary<String, Object> getProperties() {
    return new Hashtable<>(properties);
  }

  @Override
  public <A> A adapt(Class<A> type) {
    return null;
  }
}
