package org.ashlar.event;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A room version as a row in a table of behaviors. Code asks for a behavior, never for a number.
///
/// Rows are single objects: they may be compared by identity.
///
/// @spec https://spec.matrix.org/v1.19/rooms/ Room versions
public final class RoomVersion {
  /// How an event gets its id.
  public enum EventIds {
    /// The sending server gives it, `$opaque:domain`; references carry hashes (1 and 2).
    GIVEN,
    /// The reference hash in unpadded Base64 (3).
    HASH,
    /// The reference hash in URL-safe unpadded Base64 (4 and later).
    URL_SAFE_HASH
  }

  /// Which redaction algorithm strips an event. Each is named after the version that brought it.
  public enum Redactions {
    /// Versions 1 to 5.
    V1,
    /// Versions 6 and 7: aliases are not kept.
    V6,
    /// Version 8: `allow` of the join rules is kept.
    V8,
    /// Versions 9 and 10: the authorizing user of a restricted join is kept.
    V9,
    /// Version 11 and later.
    V11
  }

  /// What a version does or does not do.
  public enum Behavior {
    /// The room id is the id of the create event with another sigil, which has no `room_id` (12).
    ROOM_ID_IS_CREATE_HASH,
    /// The creators' power is infinite and is not listed (12).
    PRIVILEGED_CREATORS,
    /// Events name the create event among their auth events (up to 11).
    CREATE_IN_AUTH_EVENTS,
    /// The create event names its creator in `content.creator` (up to 10).
    CREATOR_IN_CONTENT,
    /// Power levels must be JSON integers (10 and later); before, strings count too.
    INTEGER_POWER_LEVELS,
    /// `notifications` of the power levels is subject to authorization (6 and later).
    NOTIFICATION_LEVELS,
    /// Only canonical JSON is an event: no fractions, integers within 2^53 (6 and later).
    STRICT_CANONICAL_JSON,
    /// A redaction names its target in `content.redacts` (11 and later); before, at the top level.
    REDACTS_IN_CONTENT,
    /// Redactions are subject to authorization (1 and 2); later they are checked when applied.
    REDACTION_RULE,
    /// `m.room.aliases` has an authorization rule of its own (up to 5).
    ALIASES_RULE,
    /// The join rule `knock` and the membership `knock` exist (7 and later).
    KNOCK,
    /// The join rule `restricted` exists (8 and later).
    RESTRICTED,
    /// The join rule `knock_restricted` exists (10 and later).
    KNOCK_RESTRICTED,
    /// A signing key must have been valid at the event's time (5 and later).
    KEY_VALIDITY
  }

  private static final Map<String, RoomVersion> ALL = table();

  private final String id;
  private final Algorithms algorithms;
  private final Set<Behavior> behaviors;

  private RoomVersion(String id, Algorithms algorithms, Set<Behavior> behaviors) {
    this.id = id;
    this.algorithms = algorithms;
    this.behaviors = Collections.unmodifiableSet(behaviors);
  }

  private static Map<String, RoomVersion> table() {
    Set<Behavior> v1 =
        EnumSet.of(
            Behavior.CREATE_IN_AUTH_EVENTS,
            Behavior.CREATOR_IN_CONTENT,
            Behavior.REDACTION_RULE,
            Behavior.ALIASES_RULE);
    Set<Behavior> v3 = without(v1, Behavior.REDACTION_RULE);
    Set<Behavior> v5 = with(v3, Behavior.KEY_VALIDITY);
    Set<Behavior> v6 =
        with(
            without(v5, Behavior.ALIASES_RULE),
            Behavior.NOTIFICATION_LEVELS,
            Behavior.STRICT_CANONICAL_JSON);
    Set<Behavior> v7 = with(v6, Behavior.KNOCK);
    Set<Behavior> v8 = with(v7, Behavior.RESTRICTED);
    Set<Behavior> v10 = with(v8, Behavior.KNOCK_RESTRICTED, Behavior.INTEGER_POWER_LEVELS);
    Set<Behavior> v11 =
        without(with(v10, Behavior.REDACTS_IN_CONTENT), Behavior.CREATOR_IN_CONTENT);
    Set<Behavior> v12 =
        without(
            with(v11, Behavior.ROOM_ID_IS_CREATE_HASH, Behavior.PRIVILEGED_CREATORS),
            Behavior.CREATE_IN_AUTH_EVENTS);
    Map<String, RoomVersion> all = new LinkedHashMap<>();
    row(all, "1", new Algorithms(EventIds.GIVEN, Redactions.V1, "v1", "v1"), v1);
    row(all, "2", new Algorithms(EventIds.GIVEN, Redactions.V1, "v1", "v2"), v1);
    row(all, "3", new Algorithms(EventIds.HASH, Redactions.V1, "v3", "v2"), v3);
    row(all, "4", new Algorithms(EventIds.URL_SAFE_HASH, Redactions.V1, "v3", "v2"), v3);
    row(all, "5", new Algorithms(EventIds.URL_SAFE_HASH, Redactions.V1, "v3", "v2"), v5);
    row(all, "6", new Algorithms(EventIds.URL_SAFE_HASH, Redactions.V6, "v6", "v2"), v6);
    row(all, "7", new Algorithms(EventIds.URL_SAFE_HASH, Redactions.V6, "v7", "v2"), v7);
    row(all, "8", new Algorithms(EventIds.URL_SAFE_HASH, Redactions.V8, "v8", "v2"), v8);
    row(all, "9", new Algorithms(EventIds.URL_SAFE_HASH, Redactions.V9, "v8", "v2"), v8);
    row(all, "10", new Algorithms(EventIds.URL_SAFE_HASH, Redactions.V9, "v10", "v2"), v10);
    row(all, "11", new Algorithms(EventIds.URL_SAFE_HASH, Redactions.V11, "v11", "v2"), v11);
    row(all, "12", new Algorithms(EventIds.URL_SAFE_HASH, Redactions.V11, "v12", "v2.1"), v12);
    return Collections.unmodifiableMap(all);
  }

  private static void row(
      Map<String, RoomVersion> all, String id, Algorithms algorithms, Set<Behavior> behaviors) {
    all.put(id, new RoomVersion(id, algorithms, behaviors));
  }

  private static Set<Behavior> with(Set<Behavior> base, Behavior... added) {
    Set<Behavior> result = EnumSet.copyOf(base);
    result.addAll(Arrays.asList(added));
    return result;
  }

  private static Set<Behavior> without(Set<Behavior> base, Behavior removed) {
    Set<Behavior> result = EnumSet.copyOf(base);
    result.remove(removed);
    return result;
  }

  /// The row of a version.
  ///
  /// @param id the version's id, such as `12`
  /// @return the row, empty when the version is not supported
  public static Optional<RoomVersion> find(String id) {
    return Optional.ofNullable(ALL.get(id));
  }

  /// Tells whether events name others by pairs of id and hashes, as they do where ids are given.
  ///
  /// @return false where the id is a hash itself
  public boolean hasHashedReferences() {
    return algorithms.eventIds == EventIds.GIVEN;
  }

  /// All supported versions.
  ///
  /// @return unmodifiable, by id, in ascending order of age: the newest last
  public static Map<String, RoomVersion> all() {
    return ALL;
  }

  /// The version's id.
  ///
  /// @return such as `12`
  public String id() {
    return id;
  }

  /// How events get their ids.
  ///
  /// @return the format
  public EventIds eventIds() {
    return algorithms.eventIds;
  }

  /// Which redaction algorithm strips an event.
  ///
  /// @return the algorithm
  public Redactions redactions() {
    return algorithms.redactions;
  }

  /// The name of the state resolution algorithm.
  ///
  /// @return `v1`, `v2` or `v2.1`
  public String resolution() {
    return algorithms.resolution;
  }

  /// The name of the authorization rules: the first version whose text has them with their numbers.
  ///
  /// @return one of `v1`, `v3`, `v6`, `v7`, `v8`, `v10`, `v11` and `v12`
  public String authRules() {
    return algorithms.authRules;
  }

  /// Tells whether the version behaves in a way.
  ///
  /// @param behavior the behavior
  /// @return true when it does
  public boolean has(Behavior behavior) {
    return behaviors.contains(behavior);
  }

  @Override
  public String toString() {
    return id;
  }

  private record Algorithms(
      EventIds eventIds, Redactions redactions, String authRules, String resolution) {}
}
