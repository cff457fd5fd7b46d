package org.ashlar.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidationTest {
  @Test
  void theServerNameIsEnough() {
    Settings settings = Sample.valid("server_name: example.org:8448\n");

    assertThat(settings.top().serverName()).hasToString("example.org:8448");
    assertThat(settings.sections())
        .isEqualTo(Map.of("org.ashlar.http", Map.of(), "org.ashlar.log", Map.of()));
  }

  @Test
  void valuesHaveTheTypesAndIdsOfTheMetadata() {
    Settings settings =
        Sample.valid(
            """
            server_name: localhost
            public_base_url: https://m.example.org
            http:
              max_body_size: 7
              listeners:
                - port: 8008
                - {port: 8448, tls: yes, apis: [client]}
            log:
              level: DEBUG
              api_password: "0123"
              ratio: 1
              levels:
                org.ashlar.sync: debug
            """);

    assertThat(settings.top().publicBaseUrl()).hasToString("Optional[https://m.example.org]");
    assertThat(settings.sections().get("org.ashlar.http"))
        .containsEntry("maxBodySize", 7)
        .containsEntry(
            "listeners",
            new String[] {
              "{\"port\":8008,\"tls\":false,\"apis\":[\"client\",\"media\"]}",
              "{\"port\":8448,\"tls\":true,\"apis\":[\"client\"]}"
            });
    assertThat(settings.sections().get("org.ashlar.log"))
        .containsEntry("level", "debug")
        .containsEntry("api.password", "0123")
        .containsEntry("ratio", 1.0)
        .containsEntry("levels", new String[] {"org.ashlar.sync=debug"});
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "http: {max_body_szie: 7} | 2 | http.max_body_szie | is not known; did you mean"
            + " max_body_size? Allowed here: listeners, max_body_size, threads",
        "htpp: {} | 2 | htpp | is not known; did you mean http? Allowed here: server_name,"
            + " public_base_url, data_folder, http, log",
        "max_body_size: 3 | 2 | max_body_size | is not known; did you mean http.max_body_size?"
            + " Allowed here: server_name, public_base_url, data_folder, http, log",
        "zzzzzzzzz: 3 | 2 | zzzzzzzzz | is not known. Allowed here: server_name,"
            + " public_base_url, data_folder, http, log",
        "http: {max_body_size: 101} | 2 | http.max_body_size | \"101\" is not allowed; allowed is"
            + " an integer from 1 to 100",
        "http: {max_body_size: many} | 2 | http.max_body_size | \"many\" is not allowed; allowed"
            + " is an integer from 1 to 100",
        "http: {max_body_size: [1]} | 2 | http.max_body_size | has the wrong form; allowed is an"
            + " integer from 1 to 100",
        "http: {listeners: [{port: 0}]} | 2 | http.listeners[0].port | \"0\" is not allowed;"
            + " allowed is an integer from 1 to 65535",
        "http: {listeners: [{tls: true}]} | 2 | http.listeners[0].port | is missing; it must be an"
            + " integer from 1 to 65535",
        "http: {listeners: [{port: 1, apis: [client, meadia]}]} | 2 | http.listeners[0].apis[1] |"
            + " \"meadia\" is not allowed; allowed is a list, each one of client, media; did you"
            + " mean media?",
        "http: {listeners: [8008]} | 2 | http.listeners[0] | must consist of `key: value` entries",
        "http: 7 | 2 | http | must consist of `key: value` entries",
        "log: {level: inof} | 2 | log.level | \"inof\" is not allowed; allowed is one of debug,"
            + " info; did you mean info?",
        "log: {api_password: abc} | 2 | log.api_password | the value is not allowed; allowed is a"
            + " secret text of at least 4",
        "log: {api_password.target: x} | 2 | log.api_password.target | is not known. Allowed here:"
            + " level, levels, api_password, ratio",
        "log: {service_ranking: 1} | 2 | log.service_ranking | is not known. Allowed here: level,"
            + " levels, api_password, ratio",
        "public_base_url: ftp://x | 2 | public_base_url | \"ftp://x\" is no URL; allowed is such as"
            + " https://matrix.example.org",
        "server_name: b | 2 | server_name | is there twice; the first is in line 1",
      })
  void whatIsNotAllowedIsToldWithItsLineAndWhatIs(
      String text, int line, String key, String sentence) {
    assertThat(Sample.problems("server_name: a\n" + text))
        .containsExactly(new Problem(line, key, sentence));
  }

  @Test
  void everythingThatIsWrongIsToldAtOnceInTheOrderOfTheLines() {
    assertThat(
            Sample.problems(
                """
                log:
                  level: loud
                http:
                  max_body_size: 0
                  thread: 3
                """))
        .extracting(Problem::line, Problem::key)
        .containsExactly(
            tuple(1, "server_name"),
            tuple(2, "log.level"),
            tuple(4, "http.max_body_size"),
            tuple(5, "http.thread"));
  }

  @Test
  void aBreachOfTheSyntaxIsToldWithItsLine() {
    assertThat(Sample.problems("server_name: a\nhttp:\n  listeners: [1,\nlog: {}\n"))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.line()).isEqualTo(3);
              assertThat(problem.sentence()).startsWith("not valid YAML");
            });
    assertThat(Sample.problems("a:\n".repeat(1) + "[".repeat(1000))).isNotEmpty();
  }

  @Test
  void aProblemNamesTheFile() {
    assertThat(new Problem(3, "http.port", "is wrong").in(Path.of("/etc/a.yaml")))
        .isEqualTo("/etc/a.yaml:3: http.port: is wrong");
  }

  @Test
  void noObjectIsMadeOfATag() {
    assertThat(Sample.problems("server_name: !!javax.script.ScriptEngineManager [x]\n"))
        .singleElement()
        .satisfies(problem -> assertThat(problem.sentence()).contains("tag"));
  }
}
