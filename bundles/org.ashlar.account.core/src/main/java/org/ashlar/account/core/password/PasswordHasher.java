package org.ashlar.account.core.password;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.task.Tasks;
import org.jspecify.annotations.Nullable;

/// Hashes passwords, only so many at a time: a flood of logins waits or is turned away, and leaves
/// the processors to the others. Any thread.
public final class PasswordHasher {
  private static final int SALT_BYTES = 16;
  private static final int MAX_WAITING = 256;
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final SecureRandom random = new SecureRandom();
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile Slots slots;

  /// @param cost what a hash costs at first
  public PasswordHasher(HashCost cost) {
    slots = new Slots(cost, new Semaphore(cost.atOnce()));
  }

  /// Changes the cost of hashes to come.
  ///
  /// @param cost what a hash costs from now on
  public void apply(HashCost cost) {
    if (!slots.cost().equals(cost)) {
      slots = new Slots(cost, new Semaphore(cost.atOnce()));
    }
  }

  /// Hashes a password.
  ///
  /// @param password the password
  /// @return the encoded hash with its salt and cost
  /// @throws MatrixException 429 when too many wait
  public String hash(String password) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    HashCost cost = slots.cost();
    return inTurn(() -> Argon2Hash.of(password, cost, salt).text());
  }

  /// Compares a password.
  ///
  /// @param password what the client sent
  /// @param encoded the encoded hash, or null when there is none: this takes as long
  /// @return what was found
  /// @throws MatrixException 429 when too many wait
  public Verdict verify(String password, @Nullable String encoded) {
    Optional<Argon2Hash> stored = encoded == null ? Optional.empty() : Argon2Hash.parse(encoded);
    HashCost cost = slots.cost();
    if (stored.isEmpty()) {
      inTurn(() -> Argon2Hash.of(password, cost, new byte[SALT_BYTES]));
      return Verdict.WRONG;
    }
    if (!inTurn(() -> stored.get().matches(password))) {
      return Verdict.WRONG;
    }
    return stored.get().isWeakerThan(cost) ? Verdict.RIGHT_BUT_WEAK : Verdict.RIGHT;
  }

  private <T> T inTurn(Supplier<T> work) {
    Semaphore semaphore = slots.semaphore();
    if (!semaphore.tryAcquire()) {
      await(semaphore);
    }
    try {
      return Tasks.<T>heavy("hash a password", work);
    } finally {
      semaphore.release();
    }
  }

  private void await(Semaphore semaphore) {
    try {
      if (waiting.incrementAndGet() <= MAX_WAITING
          && semaphore.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      waiting.decrementAndGet();
    }
    throw new MatrixException(
        ErrorCode.LIMIT_EXCEEDED,
        429,
        "Too many people log in at this moment; try again in a few seconds.",
        JsonObject.builder().put("retry_after_ms", 5000).build());
  }

  /// What comparing a password found.
  public enum Verdict {
    /// It is the password.
    RIGHT,
    /// It is, but its hash costs less than it should by now: hash it anew.
    RIGHT_BUT_WEAK,
    /// It is not.
    WRONG
  }

  private record Slots(HashCost cost, Semaphore semaphore) {}
}
