package org.ashlar.identity.postgres;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ashlar.account.AccountDatum;
import org.ashlar.account.Caller;
import org.ashlar.account.Device;
import org.ashlar.account.NewSession;
import org.ashlar.account.Receipt;
import org.ashlar.account.SessionTokens;
import org.ashlar.account.StoredAccount;
import org.ashlar.account.StoredSession;
import org.ashlar.account.WrittenReceipts;
import org.ashlar.base.id.DeviceId;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonRaw;
import org.ashlar.base.limit.RateOverrides;
import org.ashlar.store.Position;
import org.jspecify.annotations.Nullable;

/// Between rows and what the api speaks in. Numbers of kinds and states are stored: they never
/// change.
final class Mapping {
  private static final int MAX_DIGITS = 18;

  private Mapping() {}

  static Rows.Account row(StoredAccount account) {
    return new Rows.Account(
        account.user().value(),
        number(account.kind()),
        account.admin(),
        number(account.status()),
        account.passwordHash(),
        account.userType(),
        account.created().toEpochMilli());
  }

  static StoredAccount account(Rows.Account row) {
    return new StoredAccount(
        new UserId(row.userId()),
        kind(row.kind()),
        row.admin(),
        status(row.status()),
        row.passwordHash(),
        row.userType(),
        Instant.ofEpochMilli(row.createdMs()));
  }

  static AccountMapper.NewToken token(NewSession session) {
    return new AccountMapper.NewToken(
        session.user().value(),
        session.device().value(),
        session.deviceName(),
        session.created().toEpochMilli(),
        session.address(),
        secrets(session.tokens()));
  }

  static AccountMapper.Secrets secrets(SessionTokens tokens) {
    return new AccountMapper.Secrets(
        tokens.hash(),
        millis(tokens.expires()),
        tokens.refreshHash(),
        millis(tokens.refreshExpires()));
  }

  static StoredSession session(Rows.Session row) {
    Caller caller =
        new Caller(
            new UserId(row.userId()),
            row.deviceId() == null ? null : new DeviceId(row.deviceId()),
            kind(row.kind()),
            row.admin(),
            status(row.status()),
            Set.of(row.scopes()),
            row.nid(),
            overrides(row.rateLimits()));
    return new StoredSession(caller, instant(row.expiresMs()), row.unused());
  }

  static RateOverrides overrides(@Nullable String stored) {
    return stored == null
        ? RateOverrides.NONE
        : RateOverrides.of(Json.parseObject(stored.getBytes(StandardCharsets.UTF_8)));
  }

  static @Nullable String text(RateOverrides overrides) {
    return overrides.isEmpty()
        ? null
        : new String(Json.write(overrides.toJson()), StandardCharsets.UTF_8);
  }

  static Device device(UserId user, Rows.DeviceRow row) {
    return new Device(
        user,
        new DeviceId(row.deviceId()),
        row.displayName(),
        row.lastSeenAddress(),
        instant(row.lastSeenMs()));
  }

  static AccountDatum datum(Rows.Datum row) {
    return new AccountDatum(
        row.roomId().isEmpty() ? null : new RoomId(row.roomId()),
        row.type(),
        new JsonRaw(row.content()),
        new Position(row.writer(), row.position()));
  }

  static Receipt receipt(Rows.ReceiptRow row) {
    return new Receipt(
        new RoomId(row.roomId()),
        row.type(),
        new UserId(row.userId()),
        row.thread().isEmpty() ? null : row.thread(),
        new EventId(row.eventId()),
        row.sentMs(),
        new Position(row.writer(), row.position()),
        place(row.eventWriter(), row.eventPosition()));
  }

  static WrittenReceipts written(List<Receipt> given, int writer, List<Rows.Stored> rows) {
    List<Receipt> stored = new ArrayList<>(rows.size());
    for (Rows.Stored row : rows) {
      if (row.number() != null) {
        stored.add(given.get((int) (row.number() - 1)));
      }
    }
    return new WrittenReceipts(new Position(writer, rows.getFirst().position()), stored);
  }

  private static @Nullable Position place(@Nullable Integer writer, @Nullable Long position) {
    return writer == null || position == null ? null : new Position(writer, position);
  }

  static JsonObject profile(List<Rows.Field> fields) {
    JsonObject.Builder profile = JsonObject.builder();
    fields.forEach(field -> profile.put(field.field(), Json.parse(field.value())));
    return profile.build();
  }

  static Optional<Long> number(String text) {
    return text.length() <= MAX_DIGITS && text.matches("[0-9]+")
        ? Optional.of(Long.parseLong(text))
        : Optional.empty();
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256.", e);
    }
  }

  private static @Nullable Long millis(@Nullable Instant instant) {
    return instant == null ? null : instant.toEpochMilli();
  }

  private static @Nullable Instant instant(@Nullable Long millis) {
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }

  private static int number(Caller.Kind kind) {
    return switch (kind) {
      case USER -> 0;
      case GUEST -> 1;
      case APPSERVICE -> 2;
    };
  }

  private static Caller.Kind kind(int number) {
    return switch (number) {
      case 0 -> Caller.Kind.USER;
      case 1 -> Caller.Kind.GUEST;
      case 2 -> Caller.Kind.APPSERVICE;
      default -> throw new IllegalArgumentException("no kind of account: " + number);
    };
  }

  private static int number(Caller.Status status) {
    return switch (status) {
      case ACTIVE -> 0;
      case LOCKED -> 1;
      case SUSPENDED -> 2;
      case SHADOW_BANNED -> 3;
      case DEACTIVATED -> 4;
      case EXPIRED -> 5;
    };
  }

  private static Caller.Status status(int number) {
    return switch (number) {
      case 0 -> Caller.Status.ACTIVE;
      case 1 -> Caller.Status.LOCKED;
      case 2 -> Caller.Status.SUSPENDED;
      case 3 -> Caller.Status.SHADOW_BANNED;
      case 4 -> Caller.Status.DEACTIVATED;
      case 5 -> Caller.Status.EXPIRED;
      default -> throw new IllegalArgumentException("no status of an account: " + number);
    };
  }
}
