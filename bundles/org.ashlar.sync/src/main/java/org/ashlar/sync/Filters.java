package org.ashlar.sync;

import org.ashlar.base.cache.BoundedCache;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// Filters as requests name them; parsed ones are kept. A kept filter of a user never changes. Any
/// thread.
final class Filters {
  private static final int LIMIT = 5_000;
  private static final int MAX_KEPT_LENGTH = 4_000;

  private final Sources sources;
  private final BoundedCache<Key, SyncFilter> known = new BoundedCache<>("sync_filters", LIMIT);

  Filters(Sources sources) {
    this.sources = sources;
  }

  private record Key(UserId user, String text) {}

  /// The filter of a query parameter.
  ///
  /// @throws MatrixException 400 when it is none
  SyncFilter of(UserId user, @Nullable String text) {
    if (text == null || text.isEmpty()) {
      return SyncFilter.NONE;
    }
    Key key = new Key(user, text);
    SyncFilter found = known.get(key);
    if (found == null) {
      found = text.startsWith("{") ? SyncFilter.inline(text) : stored(user, text);
      if (text.length() <= MAX_KEPT_LENGTH) {
        known.put(key, found);
      }
    }
    return found;
  }

  private SyncFilter stored(UserId user, String id) {
    JsonObject json =
        sources
            .userData()
            .call(data -> data.filter(user, id))
            .orElseThrow(() -> MatrixException.invalidParam("There is no filter " + id + "."));
    return SyncFilter.of(json);
  }
}
