-- A released file never changes; what comes later is a new file.

CREATE TABLE ${schema}.installation (
  singleton      boolean     PRIMARY KEY DEFAULT true CHECK (singleton),
  schema_version integer     NOT NULL,
  database_id    uuid        NOT NULL DEFAULT gen_random_uuid(),
  source         text,
  installed_at   timestamptz NOT NULL DEFAULT now(),
  held_since     timestamptz,
  held_reason    text,
  probe_at       timestamptz,
  probes         integer     NOT NULL DEFAULT 0
);
COMMENT ON TABLE ${schema}.installation IS
  'One row. A schema belongs to one source, and a workflow to one database: relay and producers compare both and refuse a mismatch.';
COMMENT ON COLUMN ${schema}.installation.schema_version IS 'Set by every migration file to its own number.';
COMMENT ON COLUMN ${schema}.installation.source IS 'Bound by the first migration or worker that names one; never changed by the product.';
COMMENT ON COLUMN ${schema}.installation.held_since IS
  'Not null: Svix refuses the credentials of the whole source, and nothing is delivered until a probe is accepted or an operator lifts it.';
COMMENT ON COLUMN ${schema}.installation.probe_at IS 'When the next probe is due; whoever moves it ahead sends it.';
INSERT INTO ${schema}.installation (schema_version) VALUES (1);

CREATE TABLE ${schema}.outbox_event (
  id              bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  event_id        uuid        NOT NULL,
  appended_at     timestamptz NOT NULL DEFAULT now(),
  next_attempt_at timestamptz CHECK (next_attempt_at < 'infinity'),
  first_refused_at timestamptz,
  attempts        integer     NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  idle_seconds    integer     NOT NULL DEFAULT 0,
  suspected_kills smallint    NOT NULL DEFAULT 0,
  payload_version smallint    NOT NULL DEFAULT 1,
  organization_id text        COLLATE "C" NOT NULL,
  event_type      text        COLLATE "C" NOT NULL,
  ordering_key    text        COLLATE "C",
  channels        text[]      CHECK (array_ndims(channels) = 1 AND array_position(channels, NULL) IS NULL),
  headers         text,
  payload         text        NOT NULL,
  payload_key     text,
  last_error      text,
  CHECK (organization_id <> '')
) WITH (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05,
        autovacuum_vacuum_insert_scale_factor = 0.05);
CREATE INDEX outbox_event_organization ON ${schema}.outbox_event (organization_id, id);
COMMENT ON TABLE ${schema}.outbox_event IS
  'Events that are committed and not yet settled. A settled event is deleted; no column that a settle updates is in an index, so that the update stays HOT.';
COMMENT ON COLUMN ${schema}.outbox_event.event_id IS
  'Minted by the producer before the commit; Svix eventId and idempotency key. Not unique here: Svix recognises an event that is appended twice.';
COMMENT ON COLUMN ${schema}.outbox_event.next_attempt_at IS 'Null: at once. Set by a settle that retries. Never infinite: whoever wants events to wait pauses the organization.';
COMMENT ON COLUMN ${schema}.outbox_event.first_refused_at IS 'When the first attempt was counted; the age limit runs from here.';
COMMENT ON COLUMN ${schema}.outbox_event.idle_seconds IS
  'Of the time since the first refusal, how much it was due and not tried, or tried in vain while the destination took nothing: the age limit leaves it out.';
COMMENT ON COLUMN ${schema}.outbox_event.suspected_kills IS
  'How often a careful slice began to deliver it and did not come back; attempts do not count these.';
COMMENT ON COLUMN ${schema}.outbox_event.payload_version IS 'How payload and headers are written; a relay leaves versions alone that it does not know.';
COMMENT ON COLUMN ${schema}.outbox_event.ordering_key IS
  'Events of one organization with the same key reach the destination in id order, one at a time.';
COMMENT ON COLUMN ${schema}.outbox_event.headers IS 'JSON object of strings: trace context, correlation id. Null: none.';
COMMENT ON COLUMN ${schema}.outbox_event.payload IS
  'JSON text, byte for byte what was appended: never jsonb, which would change key order, duplicate keys and numbers.';
COMMENT ON COLUMN ${schema}.outbox_event.payload_key IS 'Name of the key that the payload is encrypted with; null: not encrypted.';

CREATE TABLE ${schema}.dead_letter (
  letter_id       bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id              bigint      NOT NULL,
  event_id        uuid        NOT NULL,
  appended_at     timestamptz NOT NULL,
  first_refused_at timestamptz,
  died_at         timestamptz NOT NULL DEFAULT now(),
  attempts        integer     NOT NULL,
  suspected_kills smallint    NOT NULL DEFAULT 0,
  payload_version smallint    NOT NULL,
  status          integer,
  organization_id text        COLLATE "C" NOT NULL,
  event_type      text        COLLATE "C" NOT NULL,
  ordering_key    text        COLLATE "C",
  channels        text[],
  headers         text,
  payload         text        NOT NULL,
  payload_key     text,
  error_class     text        NOT NULL DEFAULT 'rejected'
    CHECK (error_class IN ('rejected', 'exhausted', 'poison', 'damaged', 'skipped')),
  parked          boolean     NOT NULL DEFAULT false,
  reason          text        NOT NULL,
  response        text
);
CREATE INDEX dead_letter_organization ON ${schema}.dead_letter (organization_id, letter_id);
CREATE INDEX dead_letter_parked ON ${schema}.dead_letter (organization_id, ordering_key, id) WHERE parked;
COMMENT ON TABLE ${schema}.dead_letter IS
  'Events that the destination will never accept. It accepts whatever the queue accepted.';
COMMENT ON COLUMN ${schema}.dead_letter.id IS
  'What it was in outbox_event. Not unique: a restored database may give a number twice.';
COMMENT ON COLUMN ${schema}.dead_letter.error_class IS
  'rejected: the destination will never take it; exhausted: too many attempts, or too old; poison: it ended the process; damaged: no row that the product writes; skipped: its organization is unknown.';
COMMENT ON COLUMN ${schema}.dead_letter.parked IS 'It still blocks its ordering key, until it is redriven or discarded.';
COMMENT ON COLUMN ${schema}.dead_letter.status IS 'HTTP status of the refusal; null where there was none.';
COMMENT ON COLUMN ${schema}.dead_letter.response IS 'What the destination answered, cleaned and cut.';

CREATE TABLE ${schema}.delivered_event (
  delivered_at    timestamptz NOT NULL DEFAULT now(),
  appended_at     timestamptz NOT NULL,
  event_id        uuid        NOT NULL,
  attempts        integer     NOT NULL,
  organization_id text        COLLATE "C" NOT NULL,
  event_type      text        COLLATE "C" NOT NULL,
  svix_message_id text        NOT NULL
) PARTITION BY RANGE (delivered_at);
COMMENT ON TABLE ${schema}.delivered_event IS
  'Narrow log of accepted events, one partition per UTC day, so that retention is a dropped partition. There is no default partition.';

CREATE TABLE ${schema}.organization (
  organization_id  text        COLLATE "C" PRIMARY KEY,
  svix_application text        COLLATE "C" UNIQUE,
  state            text        NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'paused', 'disabled')),
  state_reason     text,
  state_actor      text,
  state_until      timestamptz,
  state_changed_at timestamptz NOT NULL DEFAULT now(),
  in_flight_limit  integer     CHECK (in_flight_limit > 0),
  rate_limit       real        CHECK (rate_limit >= 0.001 AND rate_limit <= 1000000),
  pending_limit    integer     CHECK (pending_limit > 0),
  weight           real        NOT NULL DEFAULT 1 CHECK (weight >= 0.001 AND weight <= 1000),
  dead_key_policy  text        NOT NULL DEFAULT 'continue' CHECK (dead_key_policy IN ('continue', 'park'))
);
COMMENT ON TABLE ${schema}.organization IS 'What differs from the defaults for one organization. An organization needs no row.';
COMMENT ON COLUMN ${schema}.organization.rate_limit IS 'Deliveries a second, of all workers together; null: no limit.';
COMMENT ON COLUMN ${schema}.organization.pending_limit IS 'Pending events at which append refuses, where the producer has switched quotas on; null: no limit.';
COMMENT ON COLUMN ${schema}.organization.svix_application IS
  'Id or uid of its Svix application; null: the organization id is the uid. Required where that is not a valid uid. Unique; and an organization whose own id another row names here is held, so that two never share one.';

CREATE TABLE ${schema}.retry_policy (
  event_type   text     COLLATE "C" PRIMARY KEY,
  max_attempts integer  CHECK (max_attempts > 0),
  max_age      interval CHECK (max_age > interval '0'),
  backoff_base interval CHECK (backoff_base > interval '0'),
  backoff_cap  interval CHECK (backoff_cap > interval '0')
);
COMMENT ON TABLE ${schema}.retry_policy IS 'What differs from the worker''s settings for events of one type; null: the setting.';

CREATE TABLE ${schema}.operation (
  operation_id    uuid        PRIMARY KEY,
  started_at      timestamptz NOT NULL DEFAULT now(),
  finished_at     timestamptz,
  affected        bigint      NOT NULL DEFAULT 0,
  kind            text        NOT NULL,
  state           text        NOT NULL DEFAULT 'done' CHECK (state IN ('running', 'done', 'cancelled', 'failed')),
  actor           text        NOT NULL,
  reason          text,
  organization_id text        COLLATE "C",
  selection       text
);
CREATE INDEX operation_started ON ${schema}.operation (started_at);
COMMENT ON TABLE ${schema}.operation IS
  'Who did what: one row for every redrive, discard, pause, resume and lift. Rows are added and finished, never changed otherwise.';

CREATE TABLE ${schema}.relay_lease (
  organization_id text        COLLATE "C" PRIMARY KEY,
  token           bigint      NOT NULL,
  slice           bigint      NOT NULL,
  attempt         integer     NOT NULL,
  finished        boolean     NOT NULL,
  suspect         boolean     NOT NULL,
  draining_until  timestamptz,
  quiet_until     timestamptz,
  paced_until     timestamptz,
  run_id          text        NOT NULL,
  quiet_reason    text
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);
COMMENT ON TABLE ${schema}.relay_lease IS
  'The fencing token of an organization, and who holds it. Every settle updates this row first, where token and holder are its own.';
COMMENT ON COLUMN ${schema}.relay_lease.finished IS 'False while a slice runs, and after one that was killed.';
COMMENT ON COLUMN ${schema}.relay_lease.suspect IS 'Whether the holder before this one never finished.';
COMMENT ON COLUMN ${schema}.relay_lease.draining_until IS
  'While it lies ahead a live slice will look at the rows again, so that producers need not signal. Committed as null before the last look.';
COMMENT ON COLUMN ${schema}.relay_lease.quiet_until IS
  'While it lies ahead no signal and no wake is needed: the workflow comes back by itself, or, where it is infinite, whoever ends the reason wakes.';
COMMENT ON COLUMN ${schema}.relay_lease.paced_until IS
  'Of an organization with a rate limit: when as many deliveries may start at once again as a second allows. Written before they start.';
COMMENT ON COLUMN ${schema}.relay_lease.quiet_reason IS 'Why, for whoever looks; meaningless once quiet_until has passed.';

CREATE FUNCTION ${schema}.end_quiet() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  UPDATE ${schema}.relay_lease SET quiet_until = NULL, quiet_reason = NULL
  WHERE organization_id IN (OLD.organization_id, NEW.organization_id) AND quiet_until IS NOT NULL;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION ${schema}.end_quiet() IS
  'Whoever changes the row of an organization, by whatever means, lets producers and sweep wake it again. A transaction with an old snapshot may not see that the organization is quiet; then the sweep finds it, which trusts no infinite time without a reason in the row.';
CREATE TRIGGER end_quiet AFTER INSERT OR UPDATE OR DELETE ON ${schema}.organization
  FOR EACH ROW EXECUTE FUNCTION ${schema}.end_quiet();

CREATE FUNCTION ${schema}.ensure_delivered_partition(day date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '2s'
SET timezone = 'UTC'
AS $$
DECLARE
  partition_name text := 'delivered_event_' || to_char(day, 'YYYYMMDD');
BEGIN
  IF day NOT BETWEEN (now() AT TIME ZONE 'UTC')::date - 1 AND (now() AT TIME ZONE 'UTC')::date + 30 THEN
    RAISE EXCEPTION 'Partitions are made from yesterday to 30 days ahead, not for %.', day USING ERRCODE = '22023';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('${schema}.delivered_event'));
  IF to_regclass(format('%I.%I', '${schema}', partition_name)) IS NULL THEN
    EXECUTE format('CREATE TABLE %I.%I (LIKE %I.delivered_event INCLUDING DEFAULTS INCLUDING CONSTRAINTS)',
      '${schema}', partition_name, '${schema}');
    EXECUTE format('ALTER TABLE %I.delivered_event ATTACH PARTITION %I.%I FOR VALUES FROM (%L) TO (%L)',
      '${schema}', '${schema}', partition_name, day::timestamptz, (day + 1)::timestamptz);
  END IF;
END
$$;
COMMENT ON FUNCTION ${schema}.ensure_delivered_partition(date) IS
  'Makes the partition of one UTC day, apart, and attaches it under a short lock timeout. Runs with the rights of the owner of the schema.';
REVOKE EXECUTE ON FUNCTION ${schema}.ensure_delivered_partition(date) FROM PUBLIC;
SELECT ${schema}.ensure_delivered_partition((now() AT TIME ZONE 'UTC')::date + n) FROM generate_series(0, 2) AS n;
