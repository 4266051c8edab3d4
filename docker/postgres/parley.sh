#!/bin/bash
# Runs once, when the database folder is empty: the role and database of Parley.
# The role is no superuser, so that row-level security binds it.
set -euo pipefail
psql --set ON_ERROR_STOP=1 --set password="$PARLEY_DB_PASSWORD" --username postgres <<'SQL'
create role parley login password :'password';
create database parley owner parley;
SQL
