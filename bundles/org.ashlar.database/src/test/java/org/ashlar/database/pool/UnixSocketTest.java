package org.ashlar.database.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixSocketTest {
  @TempDir Path folder;
  private ServerSocketChannel listener;
  private Socket socket;
  private SocketChannel peer;

  @BeforeEach
  void connect() throws IOException {
    Path path = folder.resolve("s");
    listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listener.bind(UnixDomainSocketAddress.of(path));
    socket = new UnixSocketFactory(path.toString()).createSocket("ignored", 1);
    peer = listener.accept();
  }

  @AfterEach
  void close() throws IOException {
    socket.close();
    peer.close();
    listener.close();
  }

  @Test
  void carriesBytesBothWays() throws IOException {
    peer.write(ByteBuffer.wrap(new byte[] {1, (byte) 200, 3}));
    socket.getOutputStream().write(new byte[] {0, 7, 8, 0}, 1, 2);
    ByteBuffer received = ByteBuffer.allocate(2);
    peer.read(received);

    assertThat(socket.getInputStream().read()).isEqualTo(1);
    assertThat(socket.getInputStream().readNBytes(2)).containsExactly((byte) 200, 3);
    assertThat(received.array()).containsExactly(7, 8);
    peer.close();
    assertThat(socket.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void aReadThatWaitsForALongTimeInVainEndsTheSocket() throws IOException {
    socket.setSoTimeout(3000);

    peer.write(ByteBuffer.wrap(new byte[] {1}));
    assertThat(socket.getInputStream().read()).isEqualTo(1);
    assertThatThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    assertThat(socket.isClosed()).isTrue();
  }

  @Test
  void givesUpAReadAfterItsTimeAndGoesOnAfterwards() throws IOException {
    socket.setSoTimeout(20);

    assertThatThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);

    peer.write(ByteBuffer.wrap(new byte[] {5}));
    assertThat(socket.getInputStream().read()).isEqualTo(5);
    socket.setSoTimeout(0);
    peer.write(ByteBuffer.wrap(new byte[] {6}));
    assertThat(socket.getInputStream().read()).isEqualTo(6);
  }

  @Test
  void wakesAReaderWhenItIsClosed() throws Exception {
    CompletableFuture<Exception> fault = new CompletableFuture<>();
    Thread reader =
        Thread.startVirtualThread(
            () -> {
              try {
                fault.completeExceptionally(
                    new AssertionError("read " + socket.getInputStream().read()));
              } catch (IOException e) {
                fault.complete(e);
              }
            });

    socket.close();

    assertThat(fault.get(10, TimeUnit.SECONDS)).isInstanceOf(SocketException.class);
    reader.join();
    assertThat(socket.isClosed()).isTrue();
  }

  @Test
  void saysWhichSocketIsMissing() {
    Path missing = folder.resolve("missing");

    assertThatThrownBy(() -> new UnixSocketFactory(missing.toString()).createSocket("ignored", 1))
        .isInstanceOf(SocketException.class)
        .hasMessageStartingWith("No connection to " + missing);
  }
}
