-- Runs once, when the database server is created. Petty's login owns its database and nothing else.
\set password `cat /run/secrets/database-password`
create role petty login password :'password';
create database petty owner petty;
revoke all on database petty from public;
