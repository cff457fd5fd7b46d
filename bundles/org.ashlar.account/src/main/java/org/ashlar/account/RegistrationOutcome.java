package org.ashlar.account;

import org.ashlar.base.id.UserId;
import org.jspecify.annotations.Nullable;

/// What became of a registration.
public sealed interface RegistrationOutcome {
  /// The account exists now.
  ///
  /// @param user the new user
  /// @param session its first session, or null when none was wanted
  record Registered(UserId user, @Nullable Session session) implements RegistrationOutcome {}

  /// More stages of authentication are needed.
  ///
  /// @param challenge which
  record Challenged(AuthChallenge challenge) implements RegistrationOutcome {}

  /// It can not be.
  ///
  /// @param reason why
  /// @param message a sentence for the person
  record Refused(Reason reason, String message) implements RegistrationOutcome {}

  /// Why a registration can not be.
  enum Reason {
    /// Registration of this kind is switched off.
    DISABLED,
    /// The name is taken.
    USER_IN_USE,
    /// The name breaks the grammar, or is too long.
    INVALID_USERNAME,
    /// The name belongs to an application service.
    EXCLUSIVE,
    /// The password is against the policy.
    WEAK_PASSWORD,
    /// A password is missing.
    MISSING_PASSWORD,
    /// A guest who becomes a user does not say the name it has.
    MISSING_USERNAME,
    /// The one who wants to become a user is no guest, or another guest than the name says.
    OTHER_GUEST,
    /// A nonce is unknown, used or too old.
    UNKNOWN_NONCE,
    /// A signature is wrong.
    WRONG_SIGNATURE
  }
}
