package org.ashlar.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Rules that read classes: first that the project keeps them, then that they find planted
/// breaches.
class ClassRulesTest {
  private static final String PLANTED = "org.ashlar.architecture.fixture";
  private static final String LOW = PLANTED + ".low.Low";
  private static final Map<String, String> MAY_START_THREADS =
      Map.of(
          "org.ashlar.base.task.Tasks", "the one place that starts work",
          "org.ashlar.base.task.HeavySections",
              "its threads are platform threads, whose CPU time is known",
          "org.ashlar.base.log.LogQueue", "the appender's thread must not log through a task",
          "org.ashlar.http.jetty.JettyServer", "the pools that Jetty runs its connections on",
          "org.ashlar.database.embedded.EmbeddedServer",
              "watches the database's process, which has no context",
          "org.ashlar.database.pool.ConnectionPool",
              "names the few threads that HikariCP starts for its pool");

  private final House house = House.ofReactor();
  private final JavaClasses classes = house.classes();
  private final JavaClasses planted = new ClassFileImporter().importPackages(PLANTED);
  private final House plantedHouse =
      House.of(
          Path.of("."),
          """
          base: org.ashlar.architecture.fixture.low
          api:  org.ashlar.architecture.fixture.cycle
          edge: org.ashlar.architecture.fixture.high org.ashlar.architecture.fixture
          """);

  @Test
  void theClassesOfEveryBundleAreRead() {
    assertThat(house.bundles())
        .hasSizeGreaterThan(15)
        .allSatisfy(b -> assertThat(b.classes()).isDirectory());
    assertThat(classes.stream().map(c -> house.owner(c.getPackageName()).orElseThrow()))
        .containsAll(house.bundles());
  }

  @Test
  void bundlesUseOnlyWhatLiesBelowThem() {
    assertThat(new LayerRule(house).breaches(classes)).isEmpty();
  }

  @Test
  void aUseOfAHigherLayerIsFound() {
    assertThat(new LayerRule(plantedHouse).breaches(planted))
        .containsExactly(LOW + " (BASE) must not use " + PLANTED + ".high.High");
  }

  @Test
  void packagesDoNotDependOnThemselves() {
    assertThat(new CycleRule().breaches(classes)).isEmpty();
  }

  @Test
  void aCycleOfPackagesIsFound() {
    assertThat(new CycleRule().breaches(planted))
        .singleElement()
        .asString()
        .contains(PLANTED + ".cycle.a", PLANTED + ".cycle.b");
  }

  @Test
  void workIsStartedByTasksAlone() {
    assertThat(new ThreadRule(MAY_START_THREADS).breaches(classes)).isEmpty();
  }

  @Test
  void whoMayStartThreadsDoes() {
    assertThat(new ThreadRule(Map.of()).starters(classes))
        .containsExactlyInAnyOrderElementsOf(MAY_START_THREADS.keySet());
  }

  /// L-13 of the reference behaviour.
  @Test
  void startsOfThreadsAreFound() {
    assertThat(new ThreadRule(Map.of()).breaches(planted))
        .containsExactly(
            LOW + ".startsThreads() uses java.lang.Thread.startVirtualThread(java.lang.Runnable)",
            LOW + ".startsThreads() uses java.util.concurrent.Executors.newCachedThreadPool()");
    assertThat(new ThreadRule(Map.of(LOW, "for once")).breaches(planted)).isEmpty();
    assertThat(new ThreadRule(Map.of(PLANTED, "too wide")).breaches(planted)).hasSize(2);
  }

  @Test
  void thePureLayerIsPure() {
    assertThat(new PurityRule(house).breaches(classes)).isEmpty();
  }

  @Test
  void aLookAtTheClockIsFound() {
    var pure = House.of(Path.of("."), "pure: " + PLANTED + ".low");
    assertThat(new PurityRule(pure).breaches(planted))
        .contains(LOW + " uses java.time.Instant.now()", LOW + " uses java.sql.Connection");
  }

  @Test
  void exportedSignaturesShowNoLibrary() {
    assertThat(new SignatureRule(house, "org.ashlar.store.sql").breaches(classes)).isEmpty();
  }

  @Test
  void aLibraryInASignatureIsFound() {
    assertThat(new SignatureRule(plantedHouse, "none").breaches(planted))
        .containsExactly(LOW + ".connection(" + PLANTED + ".high.High) shows java.sql.Connection");
  }

  @Test
  void nothingIsKeptInStaticFields() {
    assertThat(new StaticStateRule().breaches(classes)).isEmpty();
    assertThat(new StaticStateRule().breaches(planted)).containsExactly(LOW + ".count");
  }

  @Test
  void namesSaySomething() {
    assertThat(new NameRule().breaches(classes)).isEmpty();
    assertThat(new NameRule().breaches(planted)).containsExactly(PLANTED + ".ThingManager");
  }
}
