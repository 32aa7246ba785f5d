-- How the job really reached Codex, at what speed it was served, whether its commands could run, and from when it may start.
alter table job add column effective_transport varchar(20);
alter table job add column effective_service_tier varchar;
alter table job add column degraded text;
alter table job add column not_before timestamp(3) with time zone;

update store_state set schema_version = 2;
