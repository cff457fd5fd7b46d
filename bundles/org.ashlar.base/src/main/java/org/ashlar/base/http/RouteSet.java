package org.ashlar.base.http;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/// All endpoints of one REST bundle: a service that the connector takes into its routing table and
/// replaces as a whole. The list never changes.
@ConsumerType
public interface RouteSet {
  /// Who brings the endpoints; equal for all versions of a bundle.
  ///
  /// @return the bundle's symbolic name
  String owner();

  /// The endpoints.
  ///
  /// @return an immutable list, always the same
  List<Endpoint> endpoints();
}
