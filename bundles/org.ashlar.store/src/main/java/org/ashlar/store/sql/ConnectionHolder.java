package org.ashlar.store.sql;

import org.osgi.annotation.versioning.ConsumerType;

/// Implemented, and registered as a service, by whoever keeps connections of a [Database] over a
/// long time. Before the database bundle is replaced it calls every holder, so that no session of
/// the old one outlives it.
@ConsumerType
public interface ConnectionHolder {

  /// Finishes what is under way on connections that are kept, gives up locks held by them and
  /// closes them. Returns when that is done; it should take less than 100 ms. A holder opens its
  /// connections again, when it needs them, from the `Database` service that is there then. Never
  /// throws; called from any thread.
  void releaseConnections();
}
