package org.ashlar.swap;

import org.ashlar.base.gate.SwapClass;
import org.osgi.framework.Bundle;

/// A bundle that goes and the one that takes its place.
///
/// @param type how they are exchanged, the stricter one of both
/// @param old the one that goes
/// @param outgoing what it offers
/// @param next the one that comes
/// @param incoming what that one offers
record Exchange(SwapClass type, Bundle old, Services outgoing, Bundle next, Services incoming) {

  static String title(Bundle bundle) {
    return bundle.getSymbolicName() + " " + bundle.getVersion();
  }
}
