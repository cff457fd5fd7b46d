package org.ashlar.architecture;

/// The layers, lowest first.
enum Layer {
  BASE,
  API,
  PURE,
  CORE,
  EDGE;

  /// Whether bundles of this layer export packages; those of the others are seen by none.
  boolean exports() {
    return this == BASE || this == API;
  }
}
