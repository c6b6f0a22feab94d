#!/bin/sh
# Audits a fleet as an OAR array, then merges its parts:  sh oar.sh LIST FOLDER
#
# FOLDER and LIST are seen by every node. PARTS: how many tasks; RESOURCES: what each
# asks for.
set -eu
list=$1 folder=$2 parts=${PARTS:-8} resources=${RESOURCES:-/core=2,walltime=4:00:00}
mkdir -p "$folder"

# 3 names what was not read: the task has done its work, and merge will tell it again.
cat >"$folder/part.sh" <<END
#!/bin/sh
publiable fleet audit "$list" --out "$folder/part-\$OAR_ARRAY_INDEX" --shard "auto/$parts"
code=\$?
[ \$code -eq 3 ] || exit \$code
END
chmod +x "$folder/part.sh"
# The array's number, then the job that waits for each of its tasks.
jobs=$(oarsub --array "$parts" -l "$resources" "$folder/part.sh" | sed -n 's/^OAR_JOB_ID=//p')
[ -n "$jobs" ] || { echo "oarsub: no job" >&2; exit 1; }
set --
for job in $jobs; do
    set -- "$@" -a "$job"
done
oarsub "$@" -l /core=1 "publiable fleet merge $(seq -f "$folder/part-%g" -s ' ' 1 "$parts") --out $folder/fleet"
