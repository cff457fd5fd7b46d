package org.ashlar.account.core;

import java.util.Collection;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.ashlar.account.AuthOutcome;
import org.ashlar.account.AuthRequest;
import org.ashlar.account.Caller;
import org.ashlar.account.LoginOutcome;
import org.ashlar.account.RegistrationOutcome;
import org.ashlar.account.Session;
import org.ashlar.base.audit.AuditEntry;
import org.ashlar.base.audit.AuditEntry.Outcome;
import org.ashlar.base.audit.AuditLog;
import org.ashlar.base.context.RequestContext;
import org.ashlar.base.id.DeviceId;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.limit.RateOverrides;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes what becomes of accounts and sessions into the audit log, before it is answered. Any
/// thread.
final class AccountAudit {
  private final ServerName server;
  private static final Logger LOG = LoggerFactory.getLogger(AccountAudit.class);

  private final Consumer<AuditEntry> record;

  /// @param server whose users they are
  /// @param record takes entries
  AccountAudit(ServerName server, Consumer<AuditEntry> record) {
    this.server = server;
    this.record = record;
  }

  /// A login.
  ///
  /// @param method how, such as `password`
  /// @param user who it is said to be, empty when it was not said
  /// @param address from where, or null
  LoginOutcome login(
      String method, String user, @Nullable String address, Supplier<LoginOutcome> login) {
    AuditLog.current().admit();
    LoginOutcome outcome = login.get();
    AuditEntry entry =
        switch (outcome) {
          case LoginOutcome.LoggedIn(Session session) ->
              AuditEntry.of("login", session.user().value(), Outcome.OK)
                  .by(session.user().value())
                  .with("device", session.device().value());
          case LoginOutcome.WrongCredentials _ ->
              AuditEntry.of("login.failed", whole(user), Outcome.REFUSED)
                  .with("reason", "wrong user, password or token");
          case LoginOutcome.Closed(Caller.Status status) ->
              AuditEntry.of("login.failed", whole(user), Outcome.REFUSED)
                  .with("reason", "the account is " + status.name().toLowerCase(Locale.ROOT));
        };
    record.accept(entry.with("method", method).from(address));
    tell(method, outcome);
    return outcome;
  }

  /// Who failed is left to the audit log: what was typed as a name may be a password.
  private static void tell(String method, LoginOutcome outcome) {
    if (!LOG.isDebugEnabled()) {
      return;
    }
    switch (outcome) {
      case LoginOutcome.LoggedIn(Session session) ->
          LOG.debug("Login of {} by {}, device {}", session.user(), method, session.device());
      case LoginOutcome.WrongCredentials _ ->
          LOG.debug("Login by {} refused: wrong user, password or token", method);
      case LoginOutcome.Closed(Caller.Status status) ->
          LOG.debug("Login by {} refused: the account is {}", method, status);
    }
  }

  private String whole(String user) {
    return user.isEmpty() || user.startsWith("@") ? user : "@" + user + ":" + server;
  }

  /// A registration. Those that a client may try as often as it likes are recorded when they
  /// succeed; those of the operator and with the shared secret always.
  ///
  /// @param method how, such as `registration`
  /// @param name the user name that is wanted, empty for any
  /// @param address from where, or null
  RegistrationOutcome registration(
      String method,
      String name,
      @Nullable String address,
      Supplier<RegistrationOutcome> registration) {
    AuditLog.current().admit();
    RegistrationOutcome outcome = registration.get();
    switch (outcome) {
      case RegistrationOutcome.Registered(UserId user, Session session) ->
          record.accept(
              AuditEntry.of("user.create", user.value(), Outcome.OK)
                  .with("method", method)
                  .with("device", session == null ? "" : session.device().value())
                  .from(address));
      case RegistrationOutcome.Refused refused when method.equals("registration") -> {}
      case RegistrationOutcome.Refused refused ->
          record.accept(
              AuditEntry.of("user.create", whole(name), Outcome.REFUSED)
                  .with("method", method)
                  .with("reason", refused.message())
                  .from(address));
      case RegistrationOutcome.Challenged _ -> {}
    }
    return outcome;
  }

  /// User-interactive authentication: recorded when a stage fails.
  AuthOutcome authorization(AuthRequest request, Supplier<AuthOutcome> authorization) {
    AuthOutcome outcome = authorization.get();
    if (outcome instanceof AuthOutcome.Challenged(var challenge) && challenge.failure() != null) {
      UserId user = request.user();
      record.accept(
          AuditEntry.of("auth.failed", user == null ? "" : user.value(), Outcome.REFUSED)
              .with("operation", request.operation()));
    }
    return outcome;
  }

  /// An act that has no other outcome than to be done.
  ///
  /// @param entry the act
  /// @param work does it
  void act(AuditEntry entry, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      record.accept(
          AuditEntry.of(entry.action(), entry.target(), Outcome.FAILED)
              .by(entry.actor())
              .with("reason", e.getMessage()));
      throw e;
    }
    record.accept(entry);
  }

  /// Limits of a user's own, or their end.
  ///
  /// @param change sets them; false when there is no such user
  boolean rates(UserId user, RateOverrides overrides, BooleanSupplier change) {
    AuditLog.current().admit();
    boolean known = change.getAsBoolean();
    record.accept(
        AuditEntry.of("rate_limit.override", user.value(), known ? Outcome.OK : Outcome.REFUSED)
            .with("limits", Json.text(overrides.toJson())));
    return known;
  }

  /// The entry of an act of users about themselves.
  ///
  /// @param action what
  /// @param user whose
  static AuditEntry own(String action, UserId user) {
    AuditEntry entry = AuditEntry.of(action, user.value(), Outcome.OK);
    return RequestContext.current().caller().isPresent() ? entry : entry.by(user.value());
  }

  static String names(Collection<DeviceId> devices) {
    return devices.stream().map(DeviceId::value).sorted().collect(Collectors.joining(", "));
  }
}
