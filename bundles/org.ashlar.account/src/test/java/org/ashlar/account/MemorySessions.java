package org.ashlar.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.ashlar.base.id.UserId;
import org.ashlar.base.limit.RateOverrides;

/// Sessions in a list, for the store in memory, which guards them.
final class MemorySessions {
  private static final int SPARE = 4;

  private final List<Row> rows = new ArrayList<>();
  private final Function<UserId, StoredAccount> accounts;
  private final Function<UserId, RateOverrides> overrides;
  private long last;

  MemorySessions(
      Function<UserId, StoredAccount> accounts, Function<UserId, RateOverrides> overrides) {
    this.accounts = accounts;
    this.overrides = overrides;
  }

  long open(NewSession session) {
    StoredAccount account = accounts.apply(session.user());
    Caller caller =
        new Caller(
            session.user(),
            session.device(),
            account.kind(),
            account.admin(),
            account.status(),
            Set.of(),
            ++last);
    rows.add(new Row(caller, session.tokens(), 0));
    return last;
  }

  Optional<StoredSession> byToken(byte[] hash) {
    return find(row -> same(row.tokens.hash(), hash)).map(this::stored);
  }

  Optional<StoredSession> byRefresh(byte[] hash) {
    return row(hash).map(this::stored);
  }

  Optional<StoredSession> refresh(byte[] refreshHash, SessionTokens tokens, Instant now) {
    Row old = row(refreshHash).orElse(null);
    if (old == null
        || old.tokens.refreshExpires() != null && !old.tokens.refreshExpires().isAfter(now)) {
      return Optional.empty();
    }
    confirm(old.caller.session());
    List<Row> rivals = rows.stream().filter(row -> row.replaces == old.caller.session()).toList();
    rows.removeAll(rivals.subList(0, Math.max(0, rivals.size() - SPARE + 1)));
    Caller was = old.caller;
    Caller caller =
        new Caller(
            was.user(), was.device(), was.kind(), was.admin(), was.status(), was.scopes(), ++last);
    rows.add(new Row(caller, tokens, was.session()));
    return byToken(tokens.hash());
  }

  boolean confirm(long session) {
    Row mine = find(row -> row.caller.session() == session).orElse(null);
    if (mine == null) {
      return false;
    }
    if (mine.replaces != 0) {
      long old = mine.replaces;
      rows.removeIf(row -> row.caller.session() == old || row.replaces == old && row != mine);
      mine.replaces = 0;
    }
    return true;
  }

  void drop(Predicate<Caller> which) {
    rows.removeIf(row -> which.test(row.caller));
  }

  private Optional<Row> row(byte[] refreshHash) {
    return find(
        row -> row.tokens.refreshHash() != null && same(row.tokens.refreshHash(), refreshHash));
  }

  private Optional<Row> find(Predicate<Row> which) {
    return rows.stream().filter(which).findFirst();
  }

  private StoredSession stored(Row row) {
    Caller was = row.caller;
    StoredAccount account = accounts.apply(was.user());
    Caller now =
        new Caller(
            was.user(),
            was.device(),
            account.kind(),
            account.admin(),
            account.status(),
            was.scopes(),
            was.session(),
            overrides.apply(was.user()));
    return new StoredSession(now, row.tokens.expires(), row.replaces != 0);
  }

  private static boolean same(byte[] one, byte[] other) {
    return HexFormat.of().formatHex(one).equals(HexFormat.of().formatHex(other));
  }

  private static final class Row {
    final Caller caller;
    final SessionTokens tokens;
    long replaces;

    Row(Caller caller, SessionTokens tokens, long replaces) {
      this.caller = caller;
      this.tokens = tokens;
      this.replaces = replaces;
    }
  }
}
