-- Accepted by H2 (MODE=PostgreSQL) and by PostgreSQL. Never edit a released migration: add the next one.

create table store_state (
  only_row integer primary key check (only_row = 1),
  schema_version integer not null,
  writes bigint not null
);

insert into store_state (only_row, schema_version, writes) values (1, 1, 0);

create table job (
  id varchar(64) primary key,
  kind varchar(40) not null,
  title varchar not null,
  summary varchar not null,
  state varchar(20) not null,
  phase varchar(20) not null,
  workspace_root varchar not null,
  repository varchar,
  cwd varchar not null,
  session_id varchar,
  sandbox varchar(40) not null,
  model varchar,
  effort varchar,
  service_tier varchar,
  transport varchar(20) not null,
  effective_sandbox varchar(40),
  effective_model varchar,
  codex_version varchar,
  thread_id varchar,
  turn_id varchar,
  worker_pid bigint,
  worker_started_at timestamp(3) with time zone,
  generation integer not null,
  output_path varchar not null,
  log_file varchar not null,
  created_at timestamp(3) with time zone not null,
  started_at timestamp(3) with time zone,
  completed_at timestamp(3) with time zone,
  updated_at timestamp(3) with time zone not null,
  reason varchar(40),
  error_message text,
  error_class varchar,
  retry_at timestamp(3) with time zone,
  exit_code integer,
  touched_files text not null,
  reasoning_summary text not null,
  input_tokens bigint,
  cached_input_tokens bigint,
  output_tokens bigint,
  reasoning_output_tokens bigint,
  total_tokens bigint,
  idempotency_key varchar,
  request_digest varchar(64) not null,
  version bigint not null
);

create unique index job_idempotency_key on job (idempotency_key);
create index job_created on job (created_at desc, id);
create index job_workspace_created on job (workspace_root, created_at desc, id);
create index job_completed on job (completed_at desc, id);
create index job_workspace_completed on job (workspace_root, completed_at desc, id);
create index job_state on job (state);
create index job_thread on job (thread_id);
create index job_session on job (session_id);

create table job_label (
  job_id varchar(64) not null references job (id) on delete cascade,
  label_key varchar not null,
  label_value varchar not null,
  primary key (job_id, label_key)
);

create index job_label_value on job_label (label_key, label_value);

create table job_transition (
  job_id varchar(64) not null references job (id) on delete cascade,
  ordinal integer not null,
  from_state varchar(20),
  to_state varchar(20) not null,
  generation integer not null,
  happened_at timestamp(3) with time zone not null,
  why varchar not null,
  primary key (job_id, ordinal)
);
