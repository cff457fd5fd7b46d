package org.ashlar.account.core;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ashlar.account.Accounts;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.id.UserId;
import org.ashlar.base.install.ControlCommand;
import org.ashlar.base.install.ControlTerminal;
import org.ashlar.base.install.Installation;
import org.ashlar.base.limit.Limit;
import org.ashlar.base.limit.RateClass;
import org.ashlar.base.limit.RateLimits;
import org.ashlar.base.limit.RateOverrides;
import org.ashlar.base.limit.Refusals;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/// `limits`: shows who is refused by rate limits, and gives users limits of their own.
@Component(service = ControlCommand.class, immediate = true)
public final class LimitsCommand implements ControlCommand {
  private static final int SHOWN = 20;

  private final Gate<Accounts> accounts;
  private final Installation installation;
  private final RateLimits limits;

  /// @param selections where the gate comes from
  /// @param installation whose users they are
  @Activate
  public LimitsCommand(@Reference Selections selections, @Reference Installation installation) {
    this(selections.gate(Accounts.class), installation, RateLimits.current());
  }

  LimitsCommand(Gate<Accounts> accounts, Installation installation, RateLimits limits) {
    this.accounts = accounts;
    this.installation = installation;
    this.limits = limits;
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindAccounts(ServiceReference<Accounts> reference, Accounts service) {
    accounts.bind(reference, service);
  }

  void unbindAccounts(ServiceReference<Accounts> reference, Accounts service) {
    accounts.unbind(reference, service);
  }

  @Override
  public String name() {
    return "limits";
  }

  @Override
  public String help() {
    return "limits [USER [CLASS RATE BURST | off | default]]  show or set rate limits";
  }

  /// Limits are recorded where they are set.
  @Override
  public Optional<Act> act(List<String> arguments) {
    return Optional.empty();
  }

  @Override
  public int run(List<String> arguments, ControlTerminal terminal) {
    if (arguments.isEmpty()) {
      return all(terminal);
    }
    Optional<UserId> user = user(arguments.getFirst());
    if (user.isEmpty()) {
      terminal.error(arguments.getFirst() + " is no user of this server.");
      return 2;
    }
    List<String> wish = arguments.subList(1, arguments.size());
    return switch (wish.size()) {
      case 0 -> show(user.get(), terminal);
      case 1 -> whole(user.get(), wish.getFirst(), terminal);
      case 3 -> one(user.get(), wish, terminal);
      default -> usage(terminal);
    };
  }

  private int usage(ControlTerminal terminal) {
    terminal.error("Usage: " + help());
    return 2;
  }

  private int all(ControlTerminal terminal) {
    terminal.line("Rate limits are " + (limits.isEnabled() ? "on." : "off."));
    print(limits.limits(), terminal);
    List<Refusals> refusals = limits.refusals(SHOWN);
    if (!refusals.isEmpty()) {
      terminal.line("Refused of late, most often first:");
    }
    for (Refusals each : refusals) {
      terminal.line(
          "  %-17s %s: %d times, the last %d s ago"
              .formatted(
                  each.rateClass().name(), each.subject(), each.count(), each.since().toSeconds()));
    }
    return 0;
  }

  private int show(UserId user, ControlTerminal terminal) {
    Optional<RateOverrides> found = accounts.call(a -> a.rateOverrides(user));
    if (found.isEmpty()) {
      terminal.error("There is no user " + user + ".");
      return 1;
    }
    RateOverrides overrides = found.get();
    if (overrides.isEmpty()) {
      terminal.line(user + " has the configured limits.");
    } else if (overrides.off()) {
      terminal.line(user + " is not limited.");
    } else {
      terminal.line(user + " has its own limits:");
      print(overrides.limits(), terminal);
    }
    return 0;
  }

  private int whole(UserId user, String wish, ControlTerminal terminal) {
    return switch (wish) {
      case "off" -> set(user, RateOverrides.UNLIMITED, terminal);
      case "default" -> set(user, RateOverrides.NONE, terminal);
      default -> usage(terminal);
    };
  }

  private int one(UserId user, List<String> wish, ControlTerminal terminal) {
    Optional<RateClass> rateClass =
        limits.limits().keySet().stream()
            .filter(known -> known.name().equals(wish.getFirst()))
            .findFirst();
    if (rateClass.isEmpty()) {
      terminal.error(
          "There is no class %s, only %s."
              .formatted(
                  wish.getFirst(),
                  String.join(
                      ", ", limits.limits().keySet().stream().map(RateClass::name).toList())));
      return 2;
    }
    Limit limit;
    try {
      limit = new Limit(Double.parseDouble(wish.get(1)), Double.parseDouble(wish.get(2)));
    } catch (IllegalArgumentException e) {
      terminal.error("RATE must be from 0.001 to 100000 per second, and BURST from 1 to 100000.");
      return 2;
    }
    RateOverrides before = accounts.call(a -> a.rateOverrides(user)).orElse(RateOverrides.NONE);
    return set(user, before.with(rateClass.get(), limit), terminal);
  }

  private int set(UserId user, RateOverrides overrides, ControlTerminal terminal) {
    accounts.call(a -> a.overrideRates(user, overrides));
    return show(user, terminal);
  }

  private static void print(Map<RateClass, Limit> measures, ControlTerminal terminal) {
    new TreeMap<>(measures)
        .forEach(
            (rateClass, limit) ->
                terminal.line(
                    "  %-17s %s per second, %s at once"
                        .formatted(
                            rateClass.name(), number(limit.perSecond()), number(limit.burst()))));
  }

  private static String number(double value) {
    return value == Math.rint(value) && value < 1e9
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%s", value);
  }

  private Optional<UserId> user(String text) {
    String whole =
        text.startsWith("@") ? text : "@" + text + ":" + installation.serverName().value();
    return UserId.parse(whole).filter(user -> user.isOn(installation.serverName()));
  }
}
