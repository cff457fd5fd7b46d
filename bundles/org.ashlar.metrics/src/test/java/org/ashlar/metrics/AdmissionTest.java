package org.ashlar.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.account.Accounts;
import org.ashlar.account.Authentication;
import org.ashlar.account.Caller;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.NumberedReference;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.http.Networks;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Request;
import org.ashlar.base.id.UserId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionTest {
  private static final Settings USUAL =
      new Settings(true, "ashlar", Networks.of("127.0.0.0/8", "::1"));

  private final Gate<Accounts> accounts = new Selections().gate(Accounts.class);
  private Settings settings = USUAL;
  private final MetricsEndpoint endpoint =
      new MetricsEndpoint(
          () -> settings,
          new Admission(accounts),
          new Exposition(List::of, () -> MetricSnapshots.of()));

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "::1", "0:0:0:0:0:0:0:1"})
  void thisMachineNeedsNoLogin(String address) {
    assertThat(status(ask(address, Map.of()))).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.7", "128.0.0.1", "::2", "localhost", ""})
  void othersDo(String address) {
    assertThat(refusal(address, Map.of()).status()).isEqualTo(401);
  }

  @Test
  void thoseWhomTheOperatorNamesDoNot() {
    settings = new Settings(true, "ashlar", Networks.of("192.0.2.0/24"));
    assertThat(status(ask("192.0.2.7", Map.of()))).isEqualTo(200);
    assertThat(refusal("127.0.0.1", Map.of()).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "x-forwarded-for; 203.0.113.9",
        "x-forwarded-for; 127.0.0.1, 203.0.113.9",
        "x-forwarded-for; 203.0.113.9, 127.0.0.1",
        "x-forwarded-for; unknown",
        "forwarded; for=203.0.113.9",
        "x-real-ip; 203.0.113.9",
        "via; 1.1 proxy"
      })
  void whoComesThroughAProxyOnThisMachineIsNotOfThisMachine(String name, String value) {
    assertThat(refusal("127.0.0.1", Map.of(name, value)).status()).isEqualTo(401);
  }

  @Test
  void aRequestThatAProxyForwardedForThisMachineIsOfThisMachine() {
    assertThat(status(ask("127.0.0.1", Map.of("x-forwarded-for", "127.0.0.1")))).isEqualTo(200);
  }

  @Test
  void anAdministratorReadsFromAnywhere() {
    bind(caller(true, Caller.Status.ACTIVE));
    assertThat(status(ask("192.0.2.7", Map.of("authorization", "Bearer secret")))).isEqualTo(200);
    assertThat(refusal("192.0.2.7", Map.of("authorization", "Bearer other")).status())
        .isEqualTo(401);
    assertThat(refusal("192.0.2.7", Map.of("authorization", "Basic secret")).status())
        .isEqualTo(401);
  }

  @Test
  void usersAndLockedAdministratorsDoNot() {
    bind(caller(false, Caller.Status.ACTIVE));
    assertThat(refusal("192.0.2.7", Map.of("authorization", "Bearer secret")).status())
        .isEqualTo(403);
    bind(caller(true, Caller.Status.LOCKED));
    assertThat(refusal("192.0.2.7", Map.of("authorization", "Bearer secret")).status())
        .isEqualTo(403);
  }

  @Test
  void metricsThatAreSwitchedOffAreNotThere() {
    settings = Settings.CLOSED;
    assertThat(refusal("127.0.0.1", Map.of()).status()).isEqualTo(404);
  }

  @Test
  void wrongSettingsAreRefusedInASentence() {
    assertThatThrownBy(() -> Settings.of(options("Ashlar", "::1")))
        .hasMessageContaining("metrics.prefix is `Ashlar`");
    assertThatThrownBy(() -> Settings.of(options("ashlar", "example.org")))
        .hasMessage("metrics.scrapers: `example.org` is no address and no network.");
    assertThat(Settings.of(options("synapse", "::1")).prefix()).isEqualTo("synapse");
  }

  private static MetricsOptions options(String prefix, String scraper) {
    return (MetricsOptions)
        Proxy.newProxyInstance(
            AdmissionTest.class.getClassLoader(),
            new Class<?>[] {MetricsOptions.class},
            (_, method, _) ->
                switch (method.getName()) {
                  case "enabled" -> true;
                  case "prefix" -> prefix;
                  default -> new String[] {scraper};
                });
  }

  private Outcome ask(String address, Map<String, String> headers) {
    return endpoint.handle(
        new Request(
            "GET", "/_ashlar/metrics", Map.of(), Map.of(), headers, address, new byte[0], null));
  }

  private MatrixException refusal(String address, Map<String, String> headers) {
    return catchThrowableOfType(MatrixException.class, () -> ask(address, headers));
  }

  private static int status(Outcome outcome) {
    return ((Reply) outcome).status();
  }

  private void bind(Caller caller) {
    Accounts service =
        (Accounts)
            Proxy.newProxyInstance(
                AdmissionTest.class.getClassLoader(),
                new Class<?>[] {Accounts.class},
                (_, _, arguments) ->
                    arguments[0].equals("secret")
                        ? new Authentication.Known(caller)
                        : new Authentication.Unknown(false));
    accounts.bind(new NumberedReference<>(1), service);
  }

  private static Caller caller(boolean admin, Caller.Status status) {
    return new Caller(
        UserId.parse("@a:b").orElseThrow(), null, Caller.Kind.USER, admin, status, Set.of(), 1);
  }
}
