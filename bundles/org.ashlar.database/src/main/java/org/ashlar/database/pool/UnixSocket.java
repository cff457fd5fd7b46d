package org.ashlar.database.pool;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.ashlar.base.task.Tasks;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A Unix domain socket in the clothes of [Socket], as the JDBC driver asks for one. Reads and
/// writes block in the channel itself, which parks a virtual thread. A long time-out is kept by a
/// guard that looks now and then and closes the socket when it is late: that costs a read nothing,
/// and who waited so long does not go on with the session anyway. Reads with a short time-out go
/// through a selector, and the socket lives on.
final class UnixSocket extends Socket {
  private static final Logger LOG = LoggerFactory.getLogger(UnixSocket.class);
  private static final int GUARDED_MILLIS = 3000;
  private static final Duration GUARD_PAUSE = Duration.ofMillis(500);

  private final Path path;
  private final SocketChannel channel;
  private final Tasks guard = new Tasks("database/socket");
  private final AtomicBoolean guarding = new AtomicBoolean();
  private final InputStream input = new Input();
  private final OutputStream output = new Output();
  private volatile int timeoutMillis;
  private volatile Waiting waiting = Waiting.NOT;
  private volatile boolean late;

  /// Whether some thread is in the channel, and until when it may be there.
  private record Waiting(boolean now, long until) {
    private static final Waiting NOT = new Waiting(false, 0);
  }

  UnixSocket(Path path) throws IOException {
    super((@Nullable SocketImpl) null);
    this.path = path;
    this.channel = SocketChannel.open(StandardProtocolFamily.UNIX);
  }

  @Override
  public void connect(SocketAddress ignored) throws IOException {
    connect(ignored, 0);
  }

  /// Connects to the path given at construction, whatever host the driver believes in.
  @Override
  public void connect(SocketAddress ignored, int timeout) throws IOException {
    try {
      channel.connect(UnixDomainSocketAddress.of(path));
    } catch (SocketException e) {
      close();
      throw new SocketException("No connection to " + path + ": " + e.getMessage(), e);
    }
  }

  @Override
  public InputStream getInputStream() {
    return input;
  }

  @Override
  public OutputStream getOutputStream() {
    return output;
  }

  @Override
  public void setSoTimeout(int millis) {
    timeoutMillis = millis;
    if (millis >= GUARDED_MILLIS && guarding.compareAndSet(false, true)) {
      guard.repeat("guard", GUARD_PAUSE, this::closeWhenLate);
    }
  }

  private void closeWhenLate() {
    Waiting current = waiting;
    if (current.now && System.nanoTime() - current.until > 0) {
      late = true;
      try {
        close();
      } catch (IOException e) {
        LOG.debug("A late socket did not close", e);
      }
    }
  }

  @Override
  public int getSoTimeout() {
    return timeoutMillis;
  }

  @Override
  public boolean isConnected() {
    return channel.isConnected();
  }

  @Override
  public boolean isBound() {
    return channel.isConnected();
  }

  @Override
  public boolean isClosed() {
    return !channel.isOpen();
  }

  @Override
  public boolean isInputShutdown() {
    return isClosed();
  }

  @Override
  public boolean isOutputShutdown() {
    return isClosed();
  }

  @Override
  public void shutdownInput() throws IOException {
    channel.shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    channel.close();
    guard.close();
  }

  @Override
  public InetAddress getInetAddress() {
    return InetAddress.getLoopbackAddress();
  }

  @Override
  public InetAddress getLocalAddress() {
    return InetAddress.getLoopbackAddress();
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    return UnixDomainSocketAddress.of(path);
  }

  @Override
  public int getPort() {
    return 0;
  }

  @Override
  public int getLocalPort() {
    return -1;
  }

  @Override
  public void setTcpNoDelay(boolean on) {}

  @Override
  public boolean getTcpNoDelay() {
    return true;
  }

  @Override
  public void setKeepAlive(boolean on) {}

  @Override
  public boolean getKeepAlive() {
    return false;
  }

  @Override
  public void setSoLinger(boolean on, int linger) {}

  @Override
  public void setSendBufferSize(int size) {}

  @Override
  public int getSendBufferSize() {
    return 1 << 16;
  }

  @Override
  public void setReceiveBufferSize(int size) {}

  @Override
  public int getReceiveBufferSize() {
    return 1 << 16;
  }

  @Override
  public String toString() {
    return "UnixSocket[" + path + "]";
  }

  private int read(ByteBuffer buffer) throws IOException {
    int millis = timeoutMillis;
    try {
      begin(millis);
      return millis == 0 || millis >= GUARDED_MILLIS
          ? channel.read(buffer)
          : readWithin(buffer, millis);
    } catch (ClosedChannelException e) {
      throw closed(e);
    } finally {
      waiting = Waiting.NOT;
    }
  }

  private void begin(int millis) {
    if (millis >= GUARDED_MILLIS) {
      waiting = new Waiting(true, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
    }
  }

  private int readWithin(ByteBuffer buffer, int millis) throws IOException {
    channel.configureBlocking(false);
    try {
      int count = channel.read(buffer);
      return count != 0 ? count : select(buffer, millis);
    } finally {
      if (channel.isOpen()) {
        channel.configureBlocking(true);
      }
    }
  }

  private int select(ByteBuffer buffer, int millis) throws IOException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    try (Selector selector = channel.provider().openSelector()) {
      channel.register(selector, SelectionKey.OP_READ);
      while (true) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0 || Thread.currentThread().isInterrupted()) {
          throw new SocketTimeoutException("No answer from " + path + " within " + millis + " ms");
        }
        selector.select(left);
        int count = channel.read(buffer);
        if (count != 0) {
          return count;
        }
      }
    }
  }

  private IOException closed(ClosedChannelException e) {
    return late
        ? new SocketTimeoutException("No answer from " + path + " within " + timeoutMillis + " ms")
        : new SocketException("The socket is closed", e);
  }

  private final class Input extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return length == 0 ? 0 : UnixSocket.this.read(ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    public void close() throws IOException {
      UnixSocket.this.close();
    }
  }

  private final class Output extends OutputStream {
    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
      try {
        begin(timeoutMillis);
        while (buffer.hasRemaining()) {
          if (channel.write(buffer) == 0) {
            Thread.yield();
          }
        }
      } catch (ClosedChannelException e) {
        throw closed(e);
      } finally {
        waiting = Waiting.NOT;
      }
    }

    @Override
    public void close() throws IOException {
      UnixSocket.this.close();
    }
  }
}
