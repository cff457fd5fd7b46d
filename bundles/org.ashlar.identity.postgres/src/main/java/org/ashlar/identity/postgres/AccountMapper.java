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

  @Update("update accounts set password_hash = #{hash} where user_id = #{user}")
  int setPassword(@Param("user") String user, @Param("hash") @Nullable String hash);

  @Select("select user_id from accounts where erased and user_id = any(#{users})")
  List<String> erased(@Param("users") String[] users);

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
      insert into devices (account, device_id, display_name, last_seen_ms)
      select nid, #{device}, #{name}, #{created} from accounts where user_id = #{user}
      on conflict (account, device_id) do update set last_seen_ms = excluded.last_seen_ms
      returning account
      """)
  long touchDevice(NewToken token);

  @Select(
      """
      with old as (
        delete from access_tokens
        where account = #{account} and device_id = #{token.device})
      insert into access_tokens (hash, account, device_id, created_ms, expires_ms)
      values (#{token.hash}, #{account}, #{token.device}, #{token.created}, #{token.expires})
      returning nid
      """)
  long replaceToken(@Param("account") long account, @Param("token") NewToken token);

  @Select(
      """
      select t.nid, a.user_id, t.device_id, a.kind, a.admin, a.status, t.scopes, t.expires_ms
      from access_tokens t join accounts a on a.nid = t.account where t.hash = #{hash}
      """)
  Rows.@Nullable Session session(@Param("hash") byte[] hash);

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
  @SuppressWarnings("ArrayRecordComponent")
  record NewToken(
      String user,
      String device,
      @Nullable String name,
      byte[] hash,
      long created,
      @Nullable Long expires) {}

  /// A ticket to be kept.
  @SuppressWarnings("ArrayRecordComponent")
  record TicketRow(String kind, String id, byte[] data, long expires, long now) {}
}
