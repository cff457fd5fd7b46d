package org.ashlar.account.core.auth;

import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// One kind of proof in user-interactive authentication.
public interface Stage {
  /// The name on the wire, such as `m.login.dummy`.
  ///
  /// @return the type
  String type();

  /// Judges what a client sent.
  ///
  /// @param auth the client's `auth`
  /// @return whether it is the proof
  /// @throws MatrixException when the request can not be answered with another try
  Verdict judge(JsonObject auth);

  /// What a stage found.
  ///
  /// @param failure why it was not passed, or null when it was
  /// @param user whom it showed, or null when it shows nobody
  record Verdict(@Nullable MatrixException failure, @Nullable UserId user) {
    /// It was passed and shows nobody.
    public static final Verdict PASSED = new Verdict(null, null);

    /// It was not passed.
    ///
    /// @param why a sentence for the person
    /// @return the verdict
    public static Verdict failed(String why) {
      return new Verdict(new MatrixException(ErrorCode.FORBIDDEN, 401, why), null);
    }
  }
}
