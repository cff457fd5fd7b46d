package org.ashlar.store.postgres;

import java.util.List;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.jspecify.annotations.Nullable;

/// What the writer's own session says.
///
/// The statements of a batch are sent in one round trip and, in auto-commit mode, are one
/// transaction. A statement that finds the world otherwise than expected divides by zero, so that
/// nothing of the batch is kept.
interface WriterMapper {
  /// The SQLSTATE of a batch that was refused.
  String REFUSED = "22012";

  String ADVANCE =
      """
      WITH w AS (
        UPDATE writers SET commits = #{advance.after.commit}, room_nid = #{advance.after.room},
          event_nid = #{advance.after.event}, node_nid = #{advance.after.node}
        WHERE writer = #{advance.writer} AND commits = #{advance.commit} RETURNING 1),
      h AS (
        UPDATE event_high_water SET position = #{advance.after.position}
        WHERE stream = 'events' AND writer = #{advance.writer} RETURNING 1)
      SELECT 1 / ((SELECT count(*) FROM w) * (SELECT count(*) FROM h))
      """;

  String HEADS =
      """
      ;WITH u AS (
        UPDATE rooms r SET epoch = h.epoch, current_root = h.root,
          last_bump = greatest(r.last_bump, h.bump), extremities = h.extremities::bigint[]
        FROM unnest(#{heads.nids}::bigint[], #{heads.epochs}::bigint[], #{heads.roots}::bigint[],
          #{heads.bumps}::bigint[], #{heads.extremities}::text[])
          AS h(nid, epoch, root, bump, extremities)
        WHERE r.nid = h.nid AND r.epoch <= h.epoch RETURNING 1)
      SELECT 1 / (CASE WHEN (SELECT count(*) FROM u) = cardinality(#{heads.nids}::bigint[])
        THEN 1 ELSE 0 END)
      """;

  String EVENTS =
      """
      ;INSERT INTO events (nid, room_nid, pos, depth, origin_server_ts, root_before, root_after,
        writer, status, event_id, type, sender, json)
      SELECT u.nid, u.room_nid, nullif(u.pos, 0), u.depth, u.ts, u.before, u.after,
        CASE WHEN u.pos = 0 THEN NULL ELSE #{advance.writer}::smallint END,
        u.status, u.event_id, u.type, u.sender, u.json
      FROM unnest(#{events.nids}::bigint[], #{events.rooms}::bigint[],
        #{events.positions}::bigint[], #{events.depths}::bigint[], #{events.times}::bigint[],
        #{events.before}::bigint[], #{events.after}::bigint[], #{events.statuses}::int[],
        #{events.ids}::text[], #{events.types}::text[], #{events.senders}::text[],
        #{events.json}::bytea[])
        AS u(nid, room_nid, pos, depth, ts, before, after, status, event_id, type, sender, json)
      """;

  String TRANSACTIONS =
      """
      ;SELECT 1 / (CASE WHEN EXISTS (
        SELECT 1 FROM unnest(#{transactions.devices}::bigint[], #{transactions.hashes}::bigint[],
          #{transactions.users}::text[], #{transactions.deviceIds}::text[],
          #{transactions.scopes}::text[], #{transactions.ids}::text[])
          AS u(device_hash, hash, user_id, device, scope, transaction_id)
        JOIN transactions t USING (device_hash, hash, user_id, device, scope, transaction_id))
        THEN 0 ELSE 1 END)
      ;INSERT INTO transactions (event_nid, device_hash, hash, created_at, user_id, device, scope,
        transaction_id)
      SELECT u.event_nid, u.device_hash, u.hash, #{transactions.now}, u.user_id, u.device, u.scope,
        u.transaction_id
      FROM unnest(#{transactions.events}::bigint[], #{transactions.devices}::bigint[],
        #{transactions.hashes}::bigint[], #{transactions.users}::text[],
        #{transactions.deviceIds}::text[], #{transactions.scopes}::text[],
        #{transactions.ids}::text[])
        AS u(event_nid, device_hash, hash, user_id, device, scope, transaction_id)
      """;

  String CREATED =
      """
      ;WITH s AS (
        INSERT INTO room_summaries (room_nid) SELECT unnest(#{heads.created.nids}::bigint[]))
      INSERT INTO rooms (nid, epoch, current_root, last_bump, extremities, room_id, version)
      SELECT u.nid, u.epoch, u.root, u.bump, u.extremities::bigint[], u.room_id, u.version
      FROM unnest(#{heads.created.nids}::bigint[], #{heads.created.epochs}::bigint[],
        #{heads.created.roots}::bigint[], #{heads.created.bumps}::bigint[],
        #{heads.created.extremities}::text[], #{heads.created.ids}::text[],
        #{heads.created.versions}::text[])
        AS u(nid, epoch, root, bump, extremities, room_id, version)
      """;

  String STATE =
      """
      ;INSERT INTO state_nodes (room_nid, node_nid, bytes)
      SELECT * FROM unnest(#{state.nodeRooms}::bigint[], #{state.nodes}::bigint[],
        #{state.bytes}::bytea[])
      ;INSERT INTO state_deltas (room_nid, pos, key_nid, event_nid, writer)
      SELECT u.room_nid, u.pos, u.key_nid, nullif(u.event_nid, 0), #{advance.writer}::smallint
      FROM unnest(#{state.deltaRooms}::bigint[], #{state.positions}::bigint[],
        #{state.keys}::bigint[], #{state.events}::bigint[])
        AS u(room_nid, pos, key_nid, event_nid)
      """;

  String MEMBERS =
      """
      ;INSERT INTO memberships AS m (room_nid, event_nid, pos, writer, membership, user_id,
        event_id)
      SELECT u.room_nid, u.event_nid, u.pos, #{advance.writer}::smallint, u.membership, u.user_id,
        u.event_id
      FROM unnest(#{members.rooms}::bigint[], #{members.events}::bigint[],
        #{members.positions}::bigint[], #{members.memberships}::int[], #{members.users}::text[],
        #{members.eventIds}::text[])
        AS u(room_nid, event_nid, pos, membership, user_id, event_id)
      ON CONFLICT (user_id, room_nid) DO UPDATE SET
        event_nid = CASE WHEN excluded.event_nid = 0 THEN m.event_nid ELSE excluded.event_nid END,
        event_id = CASE WHEN excluded.event_nid = 0 THEN m.event_id ELSE excluded.event_id END,
        pos = excluded.pos, writer = excluded.writer, membership = excluded.membership,
        forgotten = m.forgotten AND excluded.membership IN (4, 5)
      ;INSERT INTO joined_hosts AS h (room_nid, server, joined)
      SELECT * FROM unnest(#{members.hostRooms}::bigint[], #{members.hosts}::text[],
        #{members.joined}::bigint[])
      ON CONFLICT (room_nid, server) DO UPDATE SET joined = h.joined + excluded.joined
      """;

  String SUMMARIES =
      """
      ;UPDATE room_summaries s SET joined = s.joined + u.joined, invited = s.invited + u.invited,
        name = CASE WHEN mask & 1 = 0 THEN s.name ELSE u.name END,
        canonical_alias = CASE WHEN mask & 2 = 0 THEN s.canonical_alias ELSE u.alias END,
        topic = CASE WHEN mask & 4 = 0 THEN s.topic ELSE u.topic END,
        avatar = CASE WHEN mask & 8 = 0 THEN s.avatar ELSE u.avatar END,
        encryption = CASE WHEN mask & 16 = 0 THEN s.encryption ELSE u.encryption END,
        room_type = CASE WHEN mask & 32 = 0 THEN s.room_type ELSE u.room_type END,
        join_rule = CASE WHEN mask & 64 = 0 THEN s.join_rule ELSE u.join_rule END,
        guest_access = CASE WHEN mask & 128 = 0 THEN s.guest_access ELSE u.guest_access END,
        history_visibility =
          CASE WHEN mask & 256 = 0 THEN s.history_visibility ELSE u.history_visibility END
      FROM unnest(#{summaries.rooms}::bigint[], #{summaries.joined}::bigint[],
        #{summaries.invited}::bigint[], #{summaries.masks}::int[], #{summaries.names}::text[],
        #{summaries.aliases}::text[], #{summaries.topics}::text[], #{summaries.avatars}::text[],
        #{summaries.encryptions}::text[], #{summaries.roomTypes}::text[],
        #{summaries.joinRules}::text[], #{summaries.guestAccesses}::text[],
        #{summaries.historyVisibilities}::text[])
        AS u(room_nid, joined, invited, mask, name, alias, topic, avatar, encryption, room_type,
          join_rule, guest_access, history_visibility)
      WHERE s.room_nid = u.room_nid
      """;

  String ANNOTATIONS =
      """
      ;INSERT INTO relations (event_nid, room_nid, target, rel_type, key, sender, depth, pos, ts,
        type)
      SELECT u.event_nid, u.room_nid, u.target, u.rel_type, u.key, u.sender, u.depth,
        nullif(u.pos, 0), u.ts, u.type
      FROM unnest(#{annotations.events}::bigint[], #{annotations.rooms}::bigint[],
        #{annotations.targets}::text[], #{annotations.types}::text[], #{annotations.keys}::text[],
        #{annotations.senders}::text[], #{annotations.depths}::bigint[],
        #{annotations.positions}::bigint[], #{annotations.times}::bigint[],
        #{annotations.eventTypes}::text[])
        AS u(event_nid, room_nid, target, rel_type, key, sender, depth, pos, ts, type)
      ;INSERT INTO mentions (event_nid, room_nid, whole_room, users)
      SELECT u.event_nid, u.room_nid, u.whole_room = 1, u.users::text[]
      FROM unnest(#{annotations.mentionEvents}::bigint[], #{annotations.mentionRooms}::bigint[],
        #{annotations.wholeRoom}::int[], #{annotations.users}::text[])
        AS u(event_nid, room_nid, whole_room, users)
      """;

  String REDACTIONS =
      """
      ;INSERT INTO redactions (event_nid, room_nid, target)
      SELECT * FROM unnest(#{redactions.events}::bigint[], #{redactions.rooms}::bigint[],
        #{redactions.names}::text[])
      ;INSERT INTO redacted_contents (event_nid, room_nid, redacted_at, json)
      SELECT e.nid, e.room_nid, #{transactions.now}, e.json
      FROM unnest(#{redactions.targets}::bigint[], #{redactions.json}::bytea[]) AS u(nid, json)
        JOIN events e ON e.nid = u.nid
      WHERE e.redacted_by IS NULL AND e.json <> u.json
      ON CONFLICT (event_nid) DO NOTHING
      ;UPDATE events e SET json = u.json, redacted_by = coalesce(e.redacted_by, u.redacted_by)
      FROM unnest(#{redactions.targets}::bigint[], #{redactions.by}::bigint[],
        #{redactions.json}::bytea[]) AS u(nid, redacted_by, json)
      WHERE e.nid = u.nid
      ;DELETE FROM relations WHERE event_nid = ANY(#{redactions.targets}::bigint[])
      ;DELETE FROM mentions WHERE event_nid = ANY(#{redactions.targets}::bigint[])
      """;

  String GRAPH =
      """
      ;INSERT INTO event_high_water (stream, writer, position)
      SELECT 'backfill', #{advance.writer}, #{advance.after.backfill} WHERE #{graph.backfills}
      ON CONFLICT (stream, writer) DO UPDATE SET position = excluded.position
      ;WITH u AS (
        UPDATE events e SET pos = p.pos, writer = #{advance.writer}::smallint,
          root_before = p.before, root_after = p.after, status = p.status
        FROM unnest(#{graph.nids}::bigint[], #{graph.rooms}::bigint[],
          #{graph.positions}::bigint[], #{graph.before}::bigint[], #{graph.after}::bigint[],
          #{graph.statuses}::int[]) AS p(nid, room_nid, pos, before, after, status)
        WHERE e.nid = p.nid AND e.room_nid = p.room_nid AND e.status = 3 RETURNING 1)
      SELECT 1 / (CASE WHEN (SELECT count(*) FROM u) = cardinality(#{graph.nids}::bigint[])
        THEN 1 ELSE 0 END)
      ;UPDATE relations r SET pos = p.pos
      FROM unnest(#{graph.nids}::bigint[], #{graph.positions}::bigint[], #{graph.statuses}::int[])
        AS p(nid, pos, status)
      WHERE r.event_nid = p.nid AND p.status IN (0, 4)
      ;DELETE FROM backward_extremities b
      USING unnest(#{graph.closedRooms}::bigint[], #{graph.closed}::text[])
        AS c(room_nid, event_id)
      WHERE b.room_nid = c.room_nid AND b.event_id = c.event_id
      ;INSERT INTO backward_extremities AS b (room_nid, covered, event_id)
      SELECT o.room_nid, o.covered = 1, o.event_id
      FROM unnest(#{graph.openedRooms}::bigint[], #{graph.covered}::int[], #{graph.opened}::text[])
        AS o(room_nid, covered, event_id)
      ON CONFLICT (room_nid, event_id) DO UPDATE SET covered = b.covered OR excluded.covered
      ;INSERT INTO extremity_history (room_nid, pos, extremities)
      SELECT h.room_nid, h.pos, h.extremities::bigint[]
      FROM unnest(#{graph.historyRooms}::bigint[], #{graph.historyPositions}::bigint[],
        #{graph.extremities}::text[]) AS h(room_nid, pos, extremities)
      """;

  /// Inserted events have their places here; what a room still has of partial events is counted
  /// after all that is replaced.
  String PARTIAL =
      """
      ;INSERT INTO partial_rooms (room_nid, join_nid, servers)
      SELECT u.room_nid, u.join_nid, u.servers::text[]
      FROM unnest(#{partial.begun}::bigint[], #{partial.joins}::bigint[],
        #{partial.servers}::text[]) AS u(room_nid, join_nid, servers)
      ;SELECT 1 / (CASE WHEN (SELECT count(*) FROM partial_rooms
          WHERE room_nid = ANY(#{partial.partial}::bigint[]))
        = cardinality(#{partial.partial}::bigint[]) THEN 1 ELSE 0 END)
      ;WITH u AS (
        UPDATE events e SET pos = CASE WHEN p.pos = 0 THEN e.pos ELSE p.pos END,
          writer = CASE WHEN p.pos = 0 THEN e.writer ELSE #{advance.writer}::smallint END,
          root_before = p.before, root_after = p.after, status = p.status
        FROM unnest(#{partial.nids}::bigint[], #{partial.rooms}::bigint[],
          #{partial.positions}::bigint[], #{partial.before}::bigint[], #{partial.after}::bigint[],
          #{partial.statuses}::int[]) AS p(nid, room_nid, pos, before, after, status)
        WHERE e.nid = p.nid AND e.room_nid = p.room_nid AND e.status IN (4, 5)
          AND (p.pos <> 0) = (e.status = 5 AND p.status = 0 AND e.pos > 0) RETURNING 1)
      SELECT 1 / (CASE WHEN (SELECT count(*) FROM u) = cardinality(#{partial.nids}::bigint[])
        THEN 1 ELSE 0 END)
      ;UPDATE relations r SET pos = CASE WHEN e.status IN (0, 4) THEN e.pos END
      FROM events e
      WHERE e.nid = ANY(#{partial.nids}::bigint[]) AND r.event_nid = e.nid
      ;INSERT INTO extremity_history AS h (room_nid, pos, extremities)
      SELECT u.room_nid, e.pos, u.extremities::bigint[]
      FROM unnest(#{partial.endRooms}::bigint[], #{partial.ends}::bigint[],
          #{partial.extremities}::text[]) AS u(room_nid, up_to, extremities)
        CROSS JOIN LATERAL (SELECT i.pos FROM events i
          WHERE i.room_nid = u.room_nid AND i.pos IS NOT NULL AND i.pos > 0 AND i.pos <= u.up_to
            AND i.status IN (0, 4)
          ORDER BY i.pos DESC LIMIT 1) e
      ON CONFLICT (room_nid, pos) DO UPDATE SET extremities = excluded.extremities
      ;WITH d AS (
        DELETE FROM partial_rooms WHERE room_nid = ANY(#{partial.completed}::bigint[]) RETURNING 1)
      SELECT 1 / (CASE WHEN (SELECT count(*) FROM d) = cardinality(#{partial.completed}::bigint[])
        THEN 1 ELSE 0 END)
      ;SELECT 1 / (CASE WHEN EXISTS (SELECT 1 FROM events
          WHERE room_nid = ANY(#{partial.completed}::bigint[]) AND pos IS NOT NULL
            AND status IN (4, 5))
        THEN 0 ELSE 1 END)
      ;INSERT INTO event_high_water (stream, writer, position)
      SELECT 'completions', #{advance.writer}, #{advance.after.completion}
      WHERE cardinality(#{partial.completed}::bigint[]) > 0
      ON CONFLICT (stream, writer) DO UPDATE SET position = excluded.position
      ;INSERT INTO completed_rooms (writer, pos, room_nid, event_pos)
      SELECT #{advance.writer}::smallint, u.pos, u.room_nid, u.event_pos
      FROM unnest(#{partial.completions}::bigint[], #{partial.completed}::bigint[],
        #{partial.completedAt}::bigint[]) AS u(pos, room_nid, event_pos)
      """;

  /// Stores a batch of plain messages.
  @Update(ADVANCE + HEADS + EVENTS + TRANSACTIONS)
  void plain(BatchRows rows);

  /// Stores any batch.
  @Update(
      ADVANCE + CREATED + HEADS + EVENTS + TRANSACTIONS + STATE + MEMBERS + SUMMARIES + ANNOTATIONS)
  void full(BatchRows rows);

  /// Stores any batch in which events are redacted.
  @Update(
      ADVANCE
          + CREATED
          + HEADS
          + EVENTS
          + TRANSACTIONS
          + STATE
          + MEMBERS
          + SUMMARIES
          + ANNOTATIONS
          + REDACTIONS)
  void redacting(BatchRows rows);

  /// Stores any batch in which a graph is more than a chain.
  @Update(
      ADVANCE
          + CREATED
          + HEADS
          + EVENTS
          + TRANSACTIONS
          + STATE
          + MEMBERS
          + SUMMARIES
          + ANNOTATIONS
          + GRAPH
          + REDACTIONS)
  void graph(BatchRows rows);

  /// Stores any batch in which rooms are partial.
  @Update(
      ADVANCE
          + CREATED
          + HEADS
          + EVENTS
          + TRANSACTIONS
          + STATE
          + MEMBERS
          + SUMMARIES
          + ANNOTATIONS
          + GRAPH
          + PARTIAL
          + REDACTIONS)
  void partial(BatchRows rows);

  /// Prepares the session: every statement of a batch looks up few rows by their keys, however few
  /// rows the tables hold today.
  @Update(
      """
      SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;
      SET plan_cache_mode = force_generic_plan; SET jit = off; SET lock_timeout = '2s'
      """)
  void prepareSession();

  /// Waits for the writer's lock as long as `lock_timeout` says.
  @Select("SELECT pg_advisory_lock(#{key})::text")
  String lock(@Param("key") long key);

  @Select("SELECT pg_advisory_unlock(#{key})")
  boolean unlock(@Param("key") long key);

  @Select("SELECT pg_backend_pid()")
  int backend();

  /// Ends a session of ours that was lost and may still hold the lock.
  @Select(
      """
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE pid = #{pid} AND application_name = 'ashlar/writer' AND pid <> pg_backend_pid()
      """)
  List<Boolean> terminate(@Param("pid") int pid);

  /// Makes an instance known, with numbers that no other writer gives.
  @Insert(
      """
      WITH w AS (
        INSERT INTO writers (writer, instance, commits, room_nid, event_nid, node_nid)
        SELECT n, #{instance}, 0, (n - 1) << 48, (n - 1) << 48, (n - 1) << 48
        FROM (SELECT coalesce(max(writer), 0)::bigint + 1 AS n FROM writers) AS next
        ON CONFLICT (instance) DO NOTHING RETURNING writer)
      INSERT INTO event_high_water (stream, writer, position) SELECT 'events', writer, 0 FROM w
      """)
  void register(@Param("instance") String instance);

  @Select(
      """
      SELECT w.writer, w.commits, w.room_nid, w.event_nid, w.node_nid, h.position,
        coalesce(b.position, 0) AS backfill, coalesce(c.position, 0) AS completion
      FROM writers w JOIN event_high_water h ON h.stream = 'events' AND h.writer = w.writer
        LEFT JOIN event_high_water b ON b.stream = 'backfill' AND b.writer = w.writer
        LEFT JOIN event_high_water c ON c.stream = 'completions' AND c.writer = w.writer
      WHERE w.instance = #{instance}
      """)
  @Nullable WriterRow writer(@Param("instance") String instance);

  /// Keeps numbers that were given in memory from being given again.
  @Update(
      """
      UPDATE writers SET room_nid = greatest(room_nid, #{numbers.room}),
        event_nid = greatest(event_nid, #{numbers.event}),
        node_nid = greatest(node_nid, #{numbers.node})
      WHERE writer = #{writer}
        AND (room_nid < #{numbers.room} OR event_nid < #{numbers.event}
          OR node_nid < #{numbers.node})
      """)
  void keepNumbers(@Param("writer") int writer, @Param("numbers") Numbers numbers);

  /// A writer as the database knows it.
  record WriterRow(
      int writer,
      long commits,
      long roomNid,
      long eventNid,
      long nodeNid,
      long position,
      long backfill,
      long completion) {
    Numbers numbers() {
      return new Numbers(commits, roomNid, eventNid, nodeNid, position, backfill, completion);
    }
  }
}
