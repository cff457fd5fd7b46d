package org.ashlar.base.install;

import java.util.List;

/// Where the server can be reached now. A service of who listens; any thread.
public interface Listening {
  /// The places that are open.
  ///
  /// @return URLs without a path, such as `http://127.0.0.1:8008`, in the order of the
  ///   configuration; empty when nothing is open
  List<String> urls();
}
