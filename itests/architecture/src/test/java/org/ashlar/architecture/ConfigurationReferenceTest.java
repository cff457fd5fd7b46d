package org.ashlar.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.ashlar.config.ConfigurationReference;
import org.junit.jupiter.api.Test;

/// The reference of the configuration is made of the bundles' metadata and never out of date.
class ConfigurationReferenceTest {
  private final House house = House.ofReactor();

  @Test
  void theReferenceSaysWhatTheBundlesKnow() throws Exception {
    var folders =
        house.bundles().stream().map(b -> b.classes().resolve("OSGI-INF/metatype")).toList();
    var file = house.root().resolve("docs/reference/configuration.md");
    var page = ConfigurationReference.page(folders);
    if (Boolean.getBoolean("reference.write")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, page);
    }
    assertThat(Files.readString(file))
        .as("docs/reference/configuration.md; write it anew with -Dreference.write=true")
        .isEqualTo(page);
    assertThat(page)
        .contains(
            "## http\n", "## log\n", "## database\n", "## registration\n", "## rate_limits\n");
  }
}
