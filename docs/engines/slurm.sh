#!/bin/sh
# Audits a fleet as a Slurm array, then merges its parts:  sh slurm.sh LIST FOLDER
#
# FOLDER and LIST are seen by every node. PARTS: how many tasks; SBATCH_* as usual.
set -eu
list=$1 folder=$2 parts=${PARTS:-8}
mkdir -p "$folder"

# 3 names what was not read: the task has done its work, and merge will tell it again.
audit=$(sbatch --parsable --array="1-$parts" --output="$folder/part-%a.log" <<END
#!/bin/sh
publiable fleet audit "$list" --out "$folder/part-\$SLURM_ARRAY_TASK_ID" --jobs "\${SLURM_CPUS_PER_TASK:-1}" --shard auto
code=\$?
[ \$code -eq 3 ] || exit \$code
END
)
sbatch --wait --dependency="afterok:${audit%%;*}" --kill-on-invalid-dep=yes --output="$folder/merge.log" <<END
#!/bin/sh
publiable fleet merge $(seq -f "\"$folder/part-%g\"" -s ' ' 1 "$parts") --out "$folder/fleet"
END
