package org.ashlar.room;

import java.util.Collection;
import org.osgi.annotation.versioning.ConsumerType;

/// Hears which events have lost their content. Whoever caches events registers one; all of them are
/// told, after the commit and before anybody is answered. Any thread; must be fast and not throw.
@ConsumerType
public interface RedactionListener {
  /// Forgets events: the store has them in another form now.
  ///
  /// @param eventNids their numbers in the store
  void redacted(Collection<Long> eventNids);
}
