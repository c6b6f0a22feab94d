#!/bin/sh
# Audits a fleet as a HyperQueue array, then merges its parts:  sh hyperqueue.sh LIST FOLDER
#
# A server and workers are running (hq server start, hq worker start); FOLDER and LIST are
# seen by every worker. PARTS: how many tasks; CPUS: processors of each.
set -eu
list=$1 folder=$2 parts=${PARTS:-8} cpus=${CPUS:-1}
mkdir -p "$folder"

cat >"$folder/part.sh" <<END
#!/bin/sh
publiable fleet audit "$list" --out "$folder/part-\$HQ_TASK_ID" --jobs "$cpus" --shard "auto/$parts"
code=\$?
# 3 names what was not read: the task has done its work, and merge will tell it again.
[ \$code -eq 3 ] || exit \$code
END
hq submit --array "0-$((parts - 1))" --cpus "$cpus" --wait \
    --stdout "$folder/part-%{TASK_ID}.log" --stderr "$folder/part-%{TASK_ID}.err" sh "$folder/part.sh"
set --
for part in $(seq 0 $((parts - 1))); do
    set -- "$@" "$folder/part-$part"
done
publiable fleet merge "$@" --out "$folder/fleet"
