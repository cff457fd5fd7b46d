package org.ashlar.store.postgres;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import org.ashlar.state.PlacementKey;
import org.ashlar.store.StoreException;
import org.jspecify.annotations.Nullable;

/// What the whole installation shares; made once, then never changed. Any thread.
final class InstallationRecord {
  private static final int SECRET_BYTES = 16;
  private static final int FORMAT_EPOCH = 1;

  private final Pool pool;
  private volatile @Nullable Known known;

  InstallationRecord(Pool pool) {
    this.pool = pool;
  }

  PlacementKey placementKey() {
    return known().placement;
  }

  /// The durable position of an instance's writer.
  Durable durable(String instance) {
    int writer = pool.run(InstallationMapper.class, mapper -> mapper.writer(instance));
    long position = pool.run(InstallationMapper.class, mapper -> mapper.position(instance));
    return new Durable(writer, position);
  }

  private Known known() {
    Known value = known;
    if (value == null) {
      value = pool.run(InstallationMapper.class, InstallationRecord::read);
      known = value;
    }
    return value;
  }

  /// @throws StoreException when the stored numbers have a meaning that this version does not know
  private static Known read(InstallationMapper mapper) {
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    mapper.create(secret, FORMAT_EPOCH);
    InstallationMapper.Row row = mapper.row();
    if (row.formatEpoch() != FORMAT_EPOCH) {
      throw new StoreException(
          "the database is in format %d, and this version of the store reads format %d"
              .formatted(row.formatEpoch(), FORMAT_EPOCH),
          false);
    }
    return new Known(placement(row));
  }

  static PlacementKey placement(InstallationMapper.Row row) {
    ByteBuffer bytes = ByteBuffer.wrap(row.placement());
    return new PlacementKey(bytes.getLong(), bytes.getLong());
  }

  /// A writer's number and position.
  record Durable(int writer, long position) {}

  private record Known(PlacementKey placement) {}
}
