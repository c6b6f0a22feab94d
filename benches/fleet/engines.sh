#!/usr/bin/env bash
# Audits a generated fleet through real engines, with the files of docs/engines, and compares
# the merged index with that of one process, byte for byte.
#
#   benches/fleet/engines.sh PUBLIABLE slurm|hyperqueue [NUMBER [PARTS]]
#
# slurm: as root, on a machine with Debian's slurm-wlm and munge, of which one node is made
# here, for the time of the run. hyperqueue: the package of PyPI is installed beside, and its
# library runs the server and the workers.
set -euo pipefail
here=$(cd "$(dirname "$0")/../.." && pwd)
program=$(realpath "$1") engine=$2 number=${3:-300} parts=${4:-4}
root=$(mktemp -d)
stop() {
    local pid
    for pid in "$root"/run/*.pid; do
        [ -e "$pid" ] && kill "$(cat "$pid")" 2>/dev/null
    done
    # The engine's last words are kept when the run fails.
    if [ "${kept:-}" ]; then echo "left: $root" >&2; else rm -rf "$root"; fi
}
trap stop EXIT
mkdir "$root/bin" "$root/run" "$root/spool"
ln -s "$program" "$root/bin/publiable"
export PATH="$root/bin:$PATH" SOURCE_DATE_EPOCH=1767225600
python3 "$here/benches/fleet/generate.py" "$number" "$root/fleet"
publiable fleet audit "$root/fleet" --out "$root/one" >"$root/one.log" 2>&1

start_slurm() {
    local name cores
    name=$(hostname -s) cores=$(nproc)
    # The node is named as the machine is, wherever that name leads.
    getent hosts "$name" >/dev/null || echo "127.0.0.1 $name" >>/etc/hosts
    cat >"$root/slurm.conf" <<END
ClusterName=bench
SlurmctldHost=$name(127.0.0.1)
AuthType=auth/munge
SlurmUser=root
SlurmctldPort=16817
SlurmdPort=16818
StateSaveLocation=$root/spool
SlurmdSpoolDir=$root/spool/d
SlurmctldPidFile=$root/run/slurmctld.pid
SlurmdPidFile=$root/run/slurmd.pid
SlurmctldLogFile=$root/slurmctld.log
SlurmdLogFile=$root/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmdParameters=config_overrides
ReturnToService=2
NodeName=$name NodeAddr=127.0.0.1 CPUs=$cores State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
END
    export SLURM_CONF=$root/slurm.conf
    if ! munge -n </dev/null >/dev/null 2>&1; then
        [ -e /etc/munge/munge.key ] || mungekey --create
        install -d -o munge -g munge /run/munge
        runuser -u munge -- munged --pid-file=/run/munge/munged.pid
        ln -s /run/munge/munged.pid "$root/run/munged.pid"
    fi
    slurmctld -f "$SLURM_CONF"
    slurmd -f "$SLURM_CONF"
    for _ in $(seq 60); do
        sinfo --noheader --format=%t 2>/dev/null | grep -q idle && return
        sleep 0.5
    done
    sinfo >&2
    return 1
}

run_hyperqueue() {
    python3 -m venv "$root/venv"
    "$root/venv/bin/pip" install --quiet --only-binary :all: hyperqueue==0.27.0
    "$root/venv/bin/python" - "$root" "$parts" <<'END'
import os
import pathlib
import sys

from hyperqueue import Job, LocalCluster
from hyperqueue.cluster import WorkerConfig

root, parts = pathlib.Path(sys.argv[1]), int(sys.argv[2])
script = (
    'publiable fleet audit "$1/fleet" --out "$1/parts/part-$HQ_TASK_ID" --shard "auto/$2"\n'
    "code=$?\n[ $code -eq 3 ] || exit $code\n"
)
with LocalCluster() as cluster:
    cluster.start_worker(WorkerConfig(cores=os.cpu_count()))
    job = Job()
    for part in range(parts):
        job.program(
            ["sh", "-c", script, "part", str(root), str(parts)],
            env={"PATH": os.environ["PATH"], "SOURCE_DATE_EPOCH": os.environ["SOURCE_DATE_EPOCH"]},
            stdout=str(root / f"part-{part}.log"),
            stderr=str(root / f"part-{part}.err"),
        )
    client = cluster.client()
    client.wait_for_jobs([client.submit(job)])
END
    publiable fleet merge "$root"/parts/part-* --out "$root/parts/fleet"
}

kept=yes
case $engine in
    slurm)
        start_slurm
        started=$(date +%s.%N)
        PARTS=$parts sh "$here/docs/engines/slurm.sh" "$root/fleet" "$root/parts"
        ;;
    hyperqueue)
        started=$(date +%s.%N)
        run_hyperqueue
        ;;
    *)
        echo "usage: $0 PUBLIABLE slurm|hyperqueue [NUMBER [PARTS]]" >&2
        exit 2
        ;;
esac
took=$(awk -v from="$started" -v to="$(date +%s.%N)" 'BEGIN { printf "%.1f", to - from }')
cmp "$root/one/index.sqlite" "$root/parts/fleet/index.sqlite"
kept=
echo "$engine: $number repositories, $parts parts, $took s with merge: the index of one process, byte for byte"
