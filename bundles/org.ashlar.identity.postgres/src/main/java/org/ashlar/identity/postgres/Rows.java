package org.ashlar.identity.postgres;

import java.util.Collection;
import java.util.List;
import java.util.function.ToLongFunction;
import org.ashlar.account.AccountDataWrite;
import org.ashlar.account.DeviceUse;
import org.ashlar.account.Receipt;
import org.ashlar.base.json.Json;
import org.ashlar.store.Position;
import org.jspecify.annotations.Nullable;

/// Rows as SQL reads and writes them.
@SuppressWarnings("ArrayRecordComponent")
final class Rows {
  private Rows() {}

  record Account(
      String userId,
      int kind,
      boolean admin,
      int status,
      @Nullable String passwordHash,
      @Nullable String userType,
      long createdMs) {}

  record Session(
      long nid,
      String userId,
      @Nullable String deviceId,
      int kind,
      boolean admin,
      int status,
      String[] scopes,
      @Nullable Long expiresMs,
      boolean unused,
      @Nullable String rateLimits) {}

  record Limits(@Nullable String rateLimits, String userId) {}

  record DeviceRow(
      String deviceId,
      @Nullable String displayName,
      @Nullable Long lastSeenMs,
      @Nullable String lastSeenAddress) {}

  record Datum(String roomId, String type, byte[] content, int writer, long position) {}

  record ReceiptRow(
      String roomId,
      String type,
      String userId,
      String thread,
      String eventId,
      long sentMs,
      int writer,
      long position,
      @Nullable Integer eventWriter,
      @Nullable Long eventPosition) {}

  /// A receipt that was stored.
  ///
  /// @param position the position of the last one
  /// @param number its place among those that were given, from 1; null when none was stored
  record Stored(long position, @Nullable Long number) {}

  /// Uses of devices as columns.
  record Uses(String[] users, String[] devices, String[] addresses, long[] times) {
    static Uses of(Collection<DeviceUse> uses) {
      return new Uses(
          uses.stream().map(use -> use.user().value()).toArray(String[]::new),
          uses.stream().map(use -> use.device().value()).toArray(String[]::new),
          uses.stream().map(DeviceUse::address).toArray(String[]::new),
          uses.stream().mapToLong(use -> use.when().toEpochMilli()).toArray());
    }
  }

  record Bytes(byte[] bytes) {}

  record Field(String field, byte[] value) {}

  /// Account data as columns; an empty room stands for none.
  record Data(String[] users, String[] rooms, String[] types, byte[][] contents) {
    static Data of(List<AccountDataWrite> writes) {
      int size = writes.size();
      Data data = new Data(new String[size], new String[size], new String[size], new byte[size][]);
      for (int i = 0; i < size; i++) {
        AccountDataWrite write = writes.get(i);
        data.users[i] = write.user().value();
        data.rooms[i] = write.room() == null ? "" : write.room().value();
        data.types[i] = write.type();
        data.contents[i] = Json.write(write.content());
      }
      return data;
    }
  }

  /// Receipts as columns; an empty thread stands for none.
  record Receipts(
      String[] rooms,
      String[] types,
      String[] users,
      String[] threads,
      String[] events,
      long[] sent,
      @Nullable Long[] writers,
      @Nullable Long[] places) {
    static Receipts of(List<Receipt> receipts) {
      return new Receipts(
          receipts.stream().map(r -> r.room().value()).toArray(String[]::new),
          receipts.stream().map(Receipt::type).toArray(String[]::new),
          receipts.stream().map(r -> r.user().value()).toArray(String[]::new),
          receipts.stream().map(r -> r.thread() == null ? "" : r.thread()).toArray(String[]::new),
          receipts.stream().map(r -> r.event().value()).toArray(String[]::new),
          receipts.stream().mapToLong(Receipt::timestamp).toArray(),
          numbers(receipts, place -> (long) place.writer()),
          numbers(receipts, Position::number));
    }

    private static @Nullable Long[] numbers(
        List<Receipt> receipts, ToLongFunction<Position> number) {
      @Nullable Long[] numbers = new Long[receipts.size()];
      for (int i = 0; i < numbers.length; i++) {
        Position place = receipts.get(i).place();
        numbers[i] = place == null ? null : number.applyAsLong(place);
      }
      return numbers;
    }
  }
}
