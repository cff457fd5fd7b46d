package org.ashlar.database.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarReaderTest {
  @TempDir Path target;
  private final ByteArrayOutputStream archive = new ByteArrayOutputStream();
  private final List<Long> progress = new ArrayList<>();

  @Test
  void unpacksFilesFoldersAndLinks() throws IOException {
    entry("bin/", '5', "", "");
    entry("bin/run", '0', "", "x".repeat(600));
    entry("deep/er/file", '0', "", "text");
    entry("bin/alias", '2', "run", "");

    unpack();

    assertThat(target.resolve("bin/run")).isExecutable().content().hasSize(600);
    assertThat(target.resolve("deep/er/file")).hasContent("text");
    assertThat(Files.readSymbolicLink(target.resolve("bin/alias"))).isEqualTo(Path.of("run"));
    assertThat(progress).containsExactly(0L, 600L, 604L, 604L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../outside", "/etc/outside", "a/../../outside"})
  void refusesANameThatLeadsOut(String name) throws IOException {
    entry(name, '0', "", "bad");

    assertThatThrownBy(this::unpack)
        .isInstanceOf(IOException.class)
        .hasMessage("The archive has a name that leads out of it: " + name);
  }

  @Test
  void refusesALinkThatLeadsOutAndAnEntryOfAnotherKind() throws IOException {
    entry("link", '2', "../outside", "");
    assertThatThrownBy(this::unpack)
        .hasMessageStartingWith("The archive has a link that leads out");

    archive.reset();
    entry("device", '3', "", "");
    assertThatThrownBy(this::unpack).hasMessageStartingWith("The archive has an entry of unknown");
  }

  @Test
  void noticesAnArchiveThatIsCutOff() throws IOException {
    entry("file", '0', "", "x".repeat(600));
    byte[] whole = archive.toByteArray();
    archive.reset();
    archive.write(whole, 0, 700);

    assertThatThrownBy(this::unpack).isInstanceOf(EOFException.class);
  }

  private void unpack() throws IOException {
    byte[] bytes = archive.toByteArray();
    new TarReader(new ByteArrayInputStream(bytes), target, progress::add).unpack();
  }

  private void entry(String name, char type, String link, String content) throws IOException {
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 100, "0000755");
    put(header, 124, "%011o".formatted(content.length()));
    header[156] = (byte) type;
    put(header, 157, link);
    put(header, 257, "ustar");
    archive.write(header);
    archive.write(content.getBytes(US_ASCII));
    archive.write(new byte[(512 - content.length() % 512) % 512]);
  }

  private static void put(byte[] header, int at, String text) {
    System.arraycopy(text.getBytes(US_ASCII), 0, header, at, text.length());
  }
}
