package org.ashlar.account.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicReference;
import org.ashlar.account.Caller;
import org.ashlar.account.IdentityStore;
import org.ashlar.account.LoginOutcome;
import org.ashlar.account.PasswordChange;
import org.ashlar.account.SessionRequest;
import org.ashlar.account.core.password.HashCost;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.NumberedReference;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.id.UserId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What happens between the moment a password was compared and the moment the session opens.
class LoginRaceTest {
  private static final UserId ALICE = new UserId("@alice:test");

  private final AccountHouse house = new AccountHouse();
  private final AtomicReference<Runnable> meanwhile = new AtomicReference<>();
  private LocalAccounts slow;

  @BeforeEach
  void makeAlice() {
    house.accounts.createUser("alice", "secret", false);
    Gate<IdentityStore> gate = new Selections().gate(IdentityStore.class);
    gate.bind(new NumberedReference<>(1, IdentityStore.class), interrupted());
    slow = house.another(gate);
  }

  @Test
  void endsASessionThatCameAfterThePasswordChanged() {
    meanwhile.set(
        () -> house.accounts.changePassword(new PasswordChange(ALICE, "new", true, null)));

    assertThat(slow.login("alice", "secret", SessionRequest.ANY))
        .isEqualTo(new LoginOutcome.WrongCredentials());
    assertThat(house.store.devices(ALICE)).isEmpty();
  }

  @Test
  void endsASessionThatCameAfterTheAccountWasClosed() {
    meanwhile.set(() -> house.accounts.deactivate(ALICE, false));

    assertThat(slow.login("alice", "secret", SessionRequest.ANY))
        .isEqualTo(new LoginOutcome.WrongCredentials());
    assertThat(house.store.devices(ALICE)).isEmpty();
    assertThat(house.store.account(ALICE).orElseThrow().status())
        .isEqualTo(Caller.Status.DEACTIVATED);
  }

  @Test
  void neverBringsAnOldPasswordBackBecauseItsHashWasWeak() {
    house.apply(new HashCost(16, 2, 2));
    meanwhile.set(
        () -> house.accounts.changePassword(new PasswordChange(ALICE, "new", true, null)));

    slow.login("alice", "secret", SessionRequest.ANY);

    assertThat(house.accounts.login("alice", "secret", SessionRequest.ANY))
        .isEqualTo(new LoginOutcome.WrongCredentials());
    assertThat(house.accounts.login("alice", "new", SessionRequest.ANY))
        .isInstanceOf(LoginOutcome.LoggedIn.class);
  }

  /// The store, which does something else first when a login has compared a password.
  private IdentityStore interrupted() {
    return (IdentityStore)
        Proxy.newProxyInstance(
            IdentityStore.class.getClassLoader(),
            new Class<?>[] {IdentityStore.class},
            (_, method, arguments) -> {
              String name = method.getName();
              if (name.equals("openSession") || name.equals("replacePassword")) {
                Runnable first = meanwhile.getAndSet(null);
                if (first != null) {
                  first.run();
                }
              }
              try {
                return method.invoke(house.store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
