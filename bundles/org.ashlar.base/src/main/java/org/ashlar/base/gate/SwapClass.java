package org.ashlar.base.gate;

/// How a bundle is replaced.
public enum SwapClass {
  /// Side by side, no pause.
  A,
  /// Hand-over while requests wait at the intake, under a second.
  B,
  /// Everything waits while packages are refreshed, under five seconds.
  C,
  /// Only by a restart.
  D
}
