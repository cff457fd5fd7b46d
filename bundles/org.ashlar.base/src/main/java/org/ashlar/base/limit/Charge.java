package org.ashlar.base.limit;

/// What a call takes from one bucket.
///
/// @param rateClass which class counts it
/// @param subject whose bucket: a user id, an address, a room id
/// @param amount how many tokens, at least 1
/// @param overrides what applies to the bucket instead of the configured limits: those of the user
///   whose bucket it is, and [RateOverrides#shared] for a bucket that several users take from
/// @param failuresOnly whether the tokens are given back unless the call is denied
public record Charge(
    RateClass rateClass,
    String subject,
    int amount,
    RateOverrides overrides,
    boolean failuresOnly) {
  private static final int LONGEST = 255;

  /// Cuts the subject to what is worth remembering.
  ///
  /// @throws IllegalArgumentException when the amount is not positive
  public Charge {
    if (amount < 1) {
      throw new IllegalArgumentException("no charge of " + amount);
    }
    subject = subject.length() <= LONGEST ? subject : subject.substring(0, LONGEST);
  }

  /// One token.
  ///
  /// @param rateClass which class counts it
  /// @param subject whose bucket
  /// @return the charge, by the configured limits
  public static Charge one(RateClass rateClass, String subject) {
    return new Charge(rateClass, subject, 1, RateOverrides.NONE, false);
  }

  /// One token that stays taken only when the call is denied.
  ///
  /// @param rateClass which class counts it
  /// @param subject whose bucket
  /// @return the charge, by the configured limits
  public static Charge ofFailure(RateClass rateClass, String subject) {
    return new Charge(rateClass, subject, 1, RateOverrides.NONE, true);
  }

  /// The same for somebody with limits of its own. The bucket goes on with them, so they must be
  /// those of its owner.
  ///
  /// @param others what applies instead of the configured limits; for a bucket that several users
  ///   take from [RateOverrides#shared]
  /// @return the charge
  public Charge by(RateOverrides others) {
    return new Charge(rateClass, subject, amount, others, failuresOnly);
  }

  /// The same several times.
  ///
  /// @param times how often, at least 1
  /// @return the charge
  public Charge times(int times) {
    return new Charge(
        rateClass, subject, Math.multiplyExact(amount, times), overrides, failuresOnly);
  }
}
