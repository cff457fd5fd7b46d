package org.ashlar.identity.postgres;

import java.util.List;
import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.jspecify.annotations.Nullable;

/// Statements about accounts, devices, tokens and tickets; each is a transaction of its own.
interface AccountMapper {
  @Insert(
      """
      insert into accounts (user_id, kind, admin, status, password_hash, user_type, created_ms)
      values (#{userId}, #{kind}, #{admin}, #{status}, #{passwordHash}, #{userType}, #{createdMs})
      on conflict (user_id) do nothing
      """)
  int create(Rows.Account account);

  @Select(
      """
      select user_id, kind, admin, status, password_hash, user_type, created_ms
      from accounts where user_id = #{user}
      """)
  Rows.@Nullable Account account(@Param("user") String user);

  @Update(
      """
      update accounts set kind = 0, password_hash = #{hash}
      where user_id = #{user} and kind = 1 and status = 0
      """)
  int upgradeGuest(@Param("user") String user, @Param("hash") String hash);

  @Update(
      """
      update accounts set password_hash = #{to}
      where user_id = #{user} and password_hash = #{from}
      """)
  int replacePassword(
      @Param("user") String user, @Param("from") String from, @Param("to") String to);

  @Update("update accounts set password_hash = #{hash} where user_id = #{user} and status <> 4")
  int setPassword(@Param("user") String user, @Param("hash") @Nullable String hash);

  @Select("select user_id from accounts where erased and user_id = any(#{users})")
  List<String> erased(@Param("users") String[] users);

  @Select("select user_id from accounts where kind = 1 and user_id = any(#{users})")
  List<String> guests(@Param("users") String[] users);

  @Select("select rate_limits, user_id from accounts where user_id = #{user}")
  List<Rows.Limits> rateLimits(@Param("user") String user);

  @Update("update accounts set rate_limits = #{limits} where user_id = #{user}")
  int setRateLimits(@Param("user") String user, @Param("limits") @Nullable String limits);

  /// Leaves of an account only its name, so that nobody else can have it.
  @Update(
      """
      with gone as (
        update accounts set status = 4, password_hash = null, erased = erased or #{erase}
        where user_id = #{user} returning nid),
      tokens as (
        delete from access_tokens where device_id is null and account = (select nid from gone)),
      machines as (delete from devices where account = (select nid from gone)),
      pieces as (delete from account_data where account = (select nid from gone)),
      sieves as (delete from filters where account = (select nid from gone))
      delete from profile_fields where account = (select nid from gone)
      """)
  int deactivate(@Param("user") String user, @Param("erase") boolean erase);

  /// Locks the device's row, so that two logins to one device leave one token.
  @Select(
      """
      insert into devices (account, device_id, display_name, last_seen_ms, last_seen_address)
      select nid, #{device}, #{name}, #{created}, #{address} from accounts
      where user_id = #{user}
      on conflict (account, device_id) do update set last_seen_ms = excluded.last_seen_ms,
        last_seen_address = coalesce(excluded.last_seen_address, devices.last_seen_address)
      returning account
      """)
  long touchDevice(NewToken token);

  @Select(
      """
      with old as (
        delete from access_tokens
        where account = #{account} and device_id = #{token.device})
      insert into access_tokens (
        hash, account, device_id, created_ms, expires_ms, refresh_hash, refresh_expires_ms)
      values (#{token.secrets.hash}, #{account}, #{token.device}, #{token.created},
        #{token.secrets.expires}, #{token.secrets.refreshHash}, #{token.secrets.refreshExpires})
      returning nid
      """)
  long replaceToken(@Param("account") long account, @Param("token") NewToken token);

  /// Locks the device of a token by its refresh token, as every change of its tokens does.
  @Select(
      """
      select t.nid from access_tokens t
      join devices d on d.account = t.account and d.device_id = t.device_id
      where t.refresh_hash = #{hash} for update of d
      """)
  @Nullable Long lockByRefresh(@Param("hash") byte[] hash);

  /// Locks the device of a token.
  @Select(
      """
      select t.nid from access_tokens t
      join devices d on d.account = t.account and d.device_id = t.device_id
      where t.nid = #{session} for update of d
      """)
  @Nullable Long lockByNumber(@Param("session") long session);

  /// Ends what a token replaced, and what would have replaced it as well.
  @Delete(
      """
      with mine as (select replaces as old from access_tokens where nid = #{session}),
      rivals as (
        delete from access_tokens t using mine
        where t.replaces = mine.old and t.nid <> #{session})
      delete from access_tokens t using mine where t.nid = mine.old
      """)
  int confirm(@Param("session") long session);

  /// Adds a pair that replaces another when it is used. Of pairs that nobody used, four stay.
  @Select(
      """
      with surplus as (
        delete from access_tokens where nid in (
          select nid from access_tokens where replaces = #{old} order by nid desc offset 3))
      insert into access_tokens (hash, account, device_id, scopes, created_ms, expires_ms,
        refresh_hash, refresh_expires_ms, replaces)
      select #{secrets.hash}, account, device_id, scopes, #{now}, #{secrets.expires}::bigint,
        #{secrets.refreshHash}::bytea, #{secrets.refreshExpires}::bigint, nid
      from access_tokens
      where nid = #{old} and (refresh_expires_ms is null or refresh_expires_ms > #{now})
      returning nid
      """)
  @Nullable Long renew(
      @Param("old") long old, @Param("secrets") Secrets secrets, @Param("now") long now);

  @Select("select nid from access_tokens where nid = #{session}")
  @Nullable Long exists(@Param("session") long session);

  @Select(
      """
      select t.nid, a.user_id, t.device_id, a.kind, a.admin, a.status, t.scopes, t.expires_ms,
        t.replaces is not null as unused, a.rate_limits
      from access_tokens t join accounts a on a.nid = t.account where t.hash = #{hash}
      """)
  Rows.@Nullable Session session(@Param("hash") byte[] hash);

  @Select(
      """
      select t.nid, a.user_id, t.device_id, a.kind, a.admin, a.status, t.scopes, t.expires_ms,
        t.replaces is not null as unused, a.rate_limits
      from access_tokens t join accounts a on a.nid = t.account where t.refresh_hash = #{hash}
      """)
  Rows.@Nullable Session refreshable(@Param("hash") byte[] hash);

  @Delete("delete from access_tokens where nid = #{session}")
  int closeSession(@Param("session") long session);

  @Delete(
      """
      delete from devices where device_id = any(#{devices})
        and account = (select nid from accounts where user_id = #{user})
      """)
  int removeDevices(@Param("user") String user, @Param("devices") String[] devices);

  @Delete(
      """
      with gone as (
        delete from access_tokens where device_id is null
          and account = (select nid from accounts where user_id = #{user}))
      delete from devices where account = (select nid from accounts where user_id = #{user})
      """)
  int removeAllDevices(@Param("user") String user);

  @Select(
      """
      select device_id, display_name, last_seen_ms, last_seen_address from devices
      where account = (select nid from accounts where user_id = #{user}) order by device_id
      """)
  List<Rows.DeviceRow> devices(@Param("user") String user);

  /// Rows that are locked by a login are left out: it notes a use itself.
  @Update(
      """
      with used as (
        select d.account, d.device_id, u.address, u.time
        from unnest(#{uses.users}::text[], #{uses.devices}::text[], #{uses.addresses}::text[],
          #{uses.times}::bigint[]) as u (user_id, device_id, address, time)
        join accounts a on a.user_id = u.user_id
        join devices d on d.account = a.nid and d.device_id = u.device_id
        for no key update of d skip locked)
      update devices d set last_seen_ms = greatest(d.last_seen_ms, used.time),
        last_seen_address = used.address
      from used where d.account = used.account and d.device_id = used.device_id
      """)
  int touchDevices(@Param("uses") Rows.Uses uses);

  @Update(
      """
      update devices set display_name = #{name} where device_id = #{device}
        and account = (select nid from accounts where user_id = #{user})
      """)
  int renameDevice(
      @Param("user") String user,
      @Param("device") String device,
      @Param("name") @Nullable String name);

  /// Forgets at the same time what is long past.
  @Insert(
      """
      with past as (
        delete from tickets where (kind, id) in (
          select kind, id from tickets where expires_ms < #{now} limit 100
          for update skip locked))
      insert into tickets (kind, id, data, expires_ms)
      values (#{kind}, #{id}, #{data}, #{expires})
      on conflict (kind, id) do update
      set data = excluded.data, expires_ms = excluded.expires_ms
      """)
  int putTicket(TicketRow ticket);

  @Select("select data from tickets where kind = #{kind} and id = #{id} and expires_ms > #{now}")
  List<Rows.Bytes> ticket(
      @Param("kind") String kind, @Param("id") String id, @Param("now") long now);

  @Select(
      """
      with taken as (
        delete from tickets where kind = #{kind} and id = #{id} returning data, expires_ms)
      select data from taken where expires_ms > #{now}
      """)
  List<Rows.Bytes> takeTicket(
      @Param("kind") String kind, @Param("id") String id, @Param("now") long now);

  /// A token to be stored.
  record NewToken(
      String user,
      String device,
      @Nullable String name,
      long created,
      @Nullable String address,
      Secrets secrets) {}

  /// Its hashes.
  @SuppressWarnings("ArrayRecordComponent")
  record Secrets(
      byte[] hash,
      @Nullable Long expires,
      byte @Nullable [] refreshHash,
      @Nullable Long refreshExpires) {}

  /// A ticket to be kept.
  @SuppressWarnings("ArrayRecordComponent")
  record TicketRow(String kind, String id, byte[] data, long expires, long now) {}
}
