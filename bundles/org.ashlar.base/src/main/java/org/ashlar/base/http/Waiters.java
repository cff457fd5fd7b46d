package org.ashlar.base.http;

import java.util.Collection;
import org.osgi.annotation.versioning.ProviderType;

/// Requests that wait for something; a service of the HTTP connector.
@ProviderType
public interface Waiters {
  /// Lets all requests go on that wait for one of the keys. Does not block.
  ///
  /// @param keys the keys that something happened to
  void wake(Collection<String> keys);
}
