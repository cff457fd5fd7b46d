package org.ashlar.base.limit;

import java.util.Map;
import java.util.TreeMap;
import org.ashlar.base.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// Limits of one user in the place of the configured ones. Immutable.
///
/// @param off whether nothing limits the user
/// @param limits the classes in which the user has another limit
public record RateOverrides(boolean off, Map<RateClass, Limit> limits) {
  /// The configured limits apply.
  public static final RateOverrides NONE = new RateOverrides(false, Map.of());

  /// Nothing limits the user.
  public static final RateOverrides UNLIMITED = new RateOverrides(true, Map.of());

  private static final String OFF = "off";
  private static final String PER_SECOND = "per_second";
  private static final String BURST = "burst";

  /// Copies the limits.
  public RateOverrides {
    limits = Map.copyOf(limits);
  }

  /// Whether there are none.
  ///
  /// @return true when the configured limits apply
  public boolean isEmpty() {
    return !off && limits.isEmpty();
  }

  /// What of them holds for buckets that the user shares with others, such as that of a room: whom
  /// nothing limits takes nothing there either, and a limit of the user's own does not count.
  ///
  /// @return [#UNLIMITED] or [#NONE]
  public RateOverrides shared() {
    return off ? UNLIMITED : NONE;
  }

  /// The limit of a class.
  ///
  /// @param rateClass the class
  /// @return the user's own, or null when the configured one applies
  public @Nullable Limit limit(RateClass rateClass) {
    return limits.get(rateClass);
  }

  /// The same with another limit in one class; what was off is on again.
  ///
  /// @param rateClass the class
  /// @param limit its limit
  /// @return the overrides
  public RateOverrides with(RateClass rateClass, Limit limit) {
    Map<RateClass, Limit> changed = new TreeMap<>(limits);
    changed.put(rateClass, limit);
    return new RateOverrides(false, changed);
  }

  /// As it is stored.
  ///
  /// @return an object with a member for each class, or `off`
  public JsonObject toJson() {
    JsonObject.Builder json = JsonObject.builder();
    if (off) {
      json.put(OFF, true);
    }
    new TreeMap<>(limits)
        .forEach(
            (rateClass, limit) ->
                json.put(
                    rateClass.name(),
                    JsonObject.builder()
                        .put(PER_SECOND, Double.toString(limit.perSecond()))
                        .put(BURST, Double.toString(limit.burst()))
                        .build()));
    return json.build();
  }

  /// From what is stored; what is not understood is left out.
  ///
  /// @param json as [#toJson] made it
  /// @return the overrides
  public static RateOverrides of(JsonObject json) {
    Map<RateClass, Limit> limits = new TreeMap<>();
    for (String name : json.names()) {
      json.object(name)
          .ifPresent(
              member -> {
                try {
                  limits.put(
                      new RateClass(name),
                      new Limit(number(member, PER_SECOND), number(member, BURST)));
                } catch (IllegalArgumentException e) {
                  // a later version's
                }
              });
    }
    return new RateOverrides(json.bool(OFF).orElse(false), limits);
  }

  private static double number(JsonObject member, String name) {
    return Double.parseDouble(member.string(name).orElse("0"));
  }
}
