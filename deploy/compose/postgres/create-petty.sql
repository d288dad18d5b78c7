-- Runs once, when the database server is created. The login of the scheduler and of commands owns its database and nothing
-- else. The API's login owns nothing; the owner grants its rights.
\set password `cat /run/secrets/database-password`
\set reader_password `cat /run/secrets/database-reader-password`
create role petty login password :'password';
create role petty_reader login password :'reader_password';
create database petty owner petty;
revoke all on database petty from public;
grant connect on database petty to petty_reader;
