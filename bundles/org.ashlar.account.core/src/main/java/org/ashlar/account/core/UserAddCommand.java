package org.ashlar.account.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ashlar.account.Accounts;
import org.ashlar.account.RegistrationOutcome;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.install.ControlCommand;
import org.ashlar.base.install.ControlTerminal;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/// `user add`: makes a user, whether or not registration is switched on.
@Component(service = ControlCommand.class, immediate = true)
public final class UserAddCommand implements ControlCommand {
  private static final String ADMIN = "--admin";

  private final Gate<Accounts> accounts;

  /// @param selections where the gate comes from
  @Activate
  public UserAddCommand(@Reference Selections selections) {
    this(selections.gate(Accounts.class));
  }

  UserAddCommand(Gate<Accounts> accounts) {
    this.accounts = accounts;
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
    return "user add";
  }

  @Override
  public String help() {
    return "user add NAME [--admin]  make a user; asks twice for the password";
  }

  /// Recorded with the accounts.
  @Override
  public Optional<Act> act(List<String> arguments) {
    return Optional.empty();
  }

  @Override
  public int run(List<String> arguments, ControlTerminal terminal) {
    List<String> names = new ArrayList<>(arguments);
    boolean admin = names.remove(ADMIN);
    if (names.size() != 1 || names.getFirst().startsWith("-")) {
      terminal.error("Usage: " + help());
      return 2;
    }
    String meant = meant(names.getFirst());
    if (!meant.equals(names.getFirst()) && meant.matches("[a-z0-9._=/+-]+")) {
      terminal.error(
          names.getFirst() + " cannot be the name of a user here; did you mean " + meant + "?");
      return 2;
    }
    String password = terminal.ask("Password: ");
    if (!password.equals(terminal.ask("The same again: "))) {
      terminal.error("The two passwords differ; nothing was done.");
      return 1;
    }
    return answer(
        accounts.call(a -> a.createUser(names.getFirst(), password, admin)), admin, terminal);
  }

  /// The part of a whole user id before the server's name, in small letters.
  private static String meant(String name) {
    String whole = name.startsWith("@") ? name.substring(1) : name;
    int colon = whole.indexOf(':');
    return (colon < 0 ? whole : whole.substring(0, colon)).toLowerCase(Locale.ROOT);
  }

  private static int answer(RegistrationOutcome outcome, boolean admin, ControlTerminal terminal) {
    return switch (outcome) {
      case RegistrationOutcome.Registered registered -> {
        terminal.line(
            registered.user() + " can log in now" + (admin ? ", as an administrator." : "."));
        yield 0;
      }
      case RegistrationOutcome.Refused refused -> {
        terminal.error(refused.message());
        yield 1;
      }
      case RegistrationOutcome.Challenged _ -> {
        terminal.error("The user could not be made.");
        yield 1;
      }
    };
  }
}
