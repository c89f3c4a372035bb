# A PostgreSQL cluster that lives as long as bin/test: no password, no fsync, one random port on loopback.
# It stands in $work/postgres.

# The folder of the newest server installed; nothing where there is none.
postgres_programs() {
    local newest
    newest=$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -n 1 || true)
    dirname "${newest:-$(command -v initdb || true)}" | grep -v '^\.$' || true
}

# The server refuses to run as root, so root lends it to the package's own user.
as_postgres() {
    if ((EUID == 0)); then
        (cd / && runuser -u postgres -- "$@")
    else
        "$@"
    fi
}

# Sets postgres_url.
start_postgres() {
    local programs port folder="$work/postgres"
    programs=$(postgres_programs)
    mkdir "$folder"
    if ((EUID == 0)); then
        chmod 711 "$work"
        chown postgres "$folder"
    fi
    as_postgres "$programs/initdb" --auth=trust --username=postgres --encoding=UTF8 --locale=C.UTF-8 --no-sync \
        --pgdata="$folder/data" >"$work/initdb.log" 2>&1 || { cat "$work/initdb.log"; return 1; }
    for _ in 1 2 3 4 5; do
        port=$((20000 + RANDOM % 12000)) # below the ports that outgoing connections take
        as_postgres "$programs/pg_ctl" start --silent --wait --pgdata="$folder/data" --log="$folder/log" --options="\
            -c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories='$folder' \
            -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200" || continue
        postgres_url="postgres://postgres@127.0.0.1:$port"
        return
    done
    cat "$folder/log"
    return 1
}

stop_postgres() {
    if [[ -s "$work/postgres/data/postmaster.pid" ]]; then
        as_postgres "$(postgres_programs)/pg_ctl" stop --silent --mode=immediate --pgdata="$work/postgres/data" || true
    fi
}
