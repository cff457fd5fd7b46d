package org.ashlar.client.rest.user;

import java.util.Set;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;

/// Types of account data.
final class AccountDataTypes {
  private static final Set<String> OF_THE_SERVER = Set.of("m.fully_read", "m.push_rules");

  private AccountDataTypes() {}

  /// A type that clients may set.
  ///
  /// @throws MatrixException 405 `M_BAD_JSON` for those that the server keeps itself
  static String settable(String type) {
    if (OF_THE_SERVER.contains(type)) {
      throw new MatrixException(
          ErrorCode.BAD_JSON, 405, type + " can not be set here; it has an operation of its own.");
    }
    return type;
  }
}
