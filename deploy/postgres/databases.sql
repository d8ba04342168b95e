-- Roles and databases of a new server: Airflow's own database and the warehouse.
-- Postgres runs this once, on an empty volume; a password changed in .env later has to be changed here with `alter role` too.
\getenv airflow_password AIRFLOW_DATABASE_PASSWORD
\getenv owner_password NEWSDESK_OWNER_PASSWORD

create role airflow login password :'airflow_password';
create database airflow owner airflow;
revoke all on database airflow from public;

-- The owner migrates, and makes the login roles of the loader and the analysts.
create role newsdesk_owner login createrole password :'owner_password';
create database news owner newsdesk_owner;

-- What only a superuser can close; the owner is none.
\connect news
\ir /srv/newsdesk/close_server.sql
